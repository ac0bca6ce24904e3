package dev.sluice.local;

import dev.sluice.local.build.Home;
import dev.sluice.local.data.DataDir;
import dev.sluice.local.data.Secrets;
import dev.sluice.local.process.RunFile;
import dev.sluice.local.text.Complaint;
import java.nio.file.Path;

/** Where a command works: the repository and the data directory it was pointed at. */
record Place(Home home, DataDir data) {

    /** By {@code --data DIR}, else {@code .sluice} in the repository. */
    static Place of(Arguments arguments) {
        Home home = Home.find();
        Path data = arguments.value("--data").map(Path::of).orElse(home.root().resolve(".sluice"));
        return new Place(home, new DataDir(data));
    }

    /** What runs here; a complaint when nothing does. */
    RunFile running() {
        return RunFile.read(data.runFile())
                .filter(run -> !run.alive().isEmpty())
                .orElseThrow(() -> new Complaint(
                        "Nothing is running with the data directory " + shown(data.root()) + ".",
                        "Start it with ./sluice up, or name another one with --data DIR."));
    }

    /** The running suite and the keys to it. */
    Endpoint endpoint() {
        RunFile run = running();
        Secrets secrets = Secrets.in(data);
        String apiKey = secrets.apiKey()
                .orElseThrow(() -> new Complaint(
                        "There is no API key yet in " + shown(secrets.apiKeyFile()) + ".",
                        "Wait until ./sluice up says it is ready."));
        return new Endpoint(run.baseUrl(), apiKey, run.adminUrl(), secrets.adminKey());
    }

    /** A path as a person in this working directory would type it. */
    static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) && !path.equals(here)
                ? here.relativize(path).toString()
                : path.toString();
    }
}
