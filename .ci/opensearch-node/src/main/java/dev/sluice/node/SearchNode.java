package dev.sluice.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.plugins.PluginInfo;

/** One OpenSearch node with the k-NN plugin, on loopback, for as long as its standard input is open. */
public final class SearchNode extends Node {

    private SearchNode(Settings settings, List<PluginInfo> plugins) {
        super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "node"), plugins, true);
    }

    /**
     * Runs it.
     *
     * @param args the folder it may write to, and the port for HTTP
     */
    public static void main(String[] args) throws IOException, NodeValidationException {
        Path home = Files.createDirectories(Path.of(args[0]));
        Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
                .put("path.home", home.toString())
                .put("cluster.name", "sluice")
                .put("node.name", "node")
                .put("discovery.type", "single-node")
                .put("http.type", "netty4")
                .put("http.host", "127.0.0.1")
                .put("http.port", args[1])
                .put("transport.type", "netty4")
                .put("transport.host", "127.0.0.1")
                .put("transport.port", "0")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
        try (SearchNode node = new SearchNode(
                settings,
                List.of(
                        plugin("transport-netty4", "org.opensearch.transport.Netty4ModulePlugin"),
                        plugin("lang-painless", "org.opensearch.painless.PainlessModulePlugin"),
                        plugin("opensearch-knn", "org.opensearch.knn.plugin.KNNPlugin", "lang-painless")))) {
            node.start();
            System.out.println("STARTED");
            while (System.in.read() >= 0) {
                // Whoever started it is still there.
            }
        }
    }

    private static PluginInfo plugin(String name, String type, String... extended) {
        return new PluginInfo(name, "", "1", Version.CURRENT, "21", type, null, List.of(extended), false);
    }
}
