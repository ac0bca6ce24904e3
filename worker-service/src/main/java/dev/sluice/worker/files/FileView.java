package dev.sluice.worker.files;

import java.util.LinkedHashMap;
import java.util.Map;

/** A file as OpenAI's API shows it. */
final class FileView {

    private FileView() {}

    static Map<String, Object> of(StoredFile file) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", file.id());
        view.put("object", "file");
        view.put("bytes", file.bytes());
        view.put("created_at", file.createdAt().getEpochSecond());
        view.put("expires_at", file.expiresAt().getEpochSecond());
        view.put("filename", file.name());
        view.put("purpose", file.purpose());
        view.put("status", "processed");
        return view;
    }
}
