package dev.sluice.testkit;

import java.util.ArrayList;
import java.util.List;

/** Legal but unusual ways to write the same thing, to see that a proxy passes on bytes and not its idea of them. */
final class Odd {

    private static final String UNKNOWN =
            "\"x_unknown\" : {\"big\":12345678901234567890,\"number\":1.50e+3,\"text\":\"\\u00e9 \u00e9 \\/\",\"none\":null}";

    private Odd() {}

    /** A JSON object with a field nobody knows, odd numbers and odd white space. */
    static String json(String object) {
        if (object.startsWith("{}")) {
            return "{\t" + UNKNOWN + " }\n";
        }
        return "{ \t" + UNKNOWN + " ,\n\n  " + object.substring(1) + " \r\n";
    }

    /** Event blocks with comments, CRLF, no space after the colon, ids, retry times and unknown fields. */
    static List<String> events(List<String> blocks) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            String block = oddData(blocks.get(i));
            out.add(
                    switch (i % 5) {
                        case 0 -> block.replace("data: ", "data:");
                        case 1 -> ": keep-alive \u00fc\n" + block;
                        case 2 -> block.replace("\n", "\r\n");
                        case 3 -> "id: " + i + "\nretry: 3000\nunknown: field\n" + block;
                        default -> block + ":\n\n";
                    });
        }
        return out;
    }

    private static String oddData(String block) {
        int data = block.indexOf("data: {");
        return data < 0
                ? block
                : block.substring(0, data) + "data: { " + UNKNOWN + ", " + block.substring(data + "data: {".length());
    }
}
