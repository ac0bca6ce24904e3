package dev.sluice.bench.analytics;

import dev.sluice.bench.Report;
import dev.sluice.local.build.Home;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What the dashboard weighs: all of its files, each compressed by gzip, and beside it as they are. */
final class PageRows {

    private static final String FOLDER = "META-INF/resources/dashboard/";

    private PageRows() {}

    static void add(Report report) throws IOException {
        long packed = 0;
        long plain = 0;
        try (ZipFile jar = new ZipFile(jar().toFile())) {
            List<? extends ZipEntry> files = jar.stream()
                    .filter(file -> file.getName().startsWith(FOLDER) && !file.isDirectory())
                    .toList();
            if (files.isEmpty()) {
                throw new IOException("there is no dashboard in " + jar.getName());
            }
            for (ZipEntry file : files) {
                var bytes = new ByteArrayOutputStream();
                try (InputStream in = jar.getInputStream(file);
                        var gzip = new GZIPOutputStream(bytes)) {
                    plain += in.transferTo(gzip);
                }
                packed += bytes.size();
            }
        }
        report.add("page_kb_compressed", "kB", packed / 1e3, plain / 1e3, 300.0);
    }

    /** The application's own part of the packaged service. */
    private static Path jar() throws IOException {
        var folder = Home.find().runnable("analytics-service").resolveSibling("app");
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no jar in " + folder));
        }
    }
}
