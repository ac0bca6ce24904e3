package dev.sluice.analytics.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** ClickHouse's client with our settings: text formats, so that nothing is found by reflection, and a deadline for each call. */
final class ClickHouseHttp implements AutoCloseable {

    private static final long LONGEST_ANSWER = 64L * 1024 * 1024;

    private final Client client;
    private final long patienceMillis;

    ClickHouseHttp(ClickHouseSettings settings) {
        this.patienceMillis = settings.queryTimeout().toMillis();
        this.client = new Client.Builder()
                .addEndpoint(settings.url().toString())
                .setUsername(settings.user())
                .setPassword(settings.password())
                .setDefaultDatabase(settings.database())
                .compressServerResponse(false)
                .compressClientRequest(false)
                .setConnectTimeout(Math.min(patienceMillis, 5_000), ChronoUnit.MILLIS)
                .setSocketTimeout(patienceMillis, ChronoUnit.MILLIS)
                .setMaxRetries(0)
                .build();
    }

    /** Runs a statement. */
    void execute(String sql) throws IOException {
        query(sql, Map.of());
    }

    /** Runs a query; its rows as one JSON object a line. */
    byte[] query(String sql, Map<String, Object> parameters) throws IOException {
        try (QueryResponse response = send(sql, parameters, ClickHouseFormat.JSONEachRow);
                InputStream in = response.getInputStream()) {
            byte[] answer = in.readNBytes((int) LONGEST_ANSWER);
            if (answer.length == LONGEST_ANSWER) {
                throw new IOException("the answer has more than %d bytes".formatted(LONGEST_ANSWER));
            }
            return answer;
        } catch (IOException | StoreAway e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Runs a query; its rows as Parquet into a file. */
    void download(String sql, Map<String, Object> parameters, Path file) throws IOException {
        try (QueryResponse response = send(sql, parameters, ClickHouseFormat.Parquet);
                InputStream in = response.getInputStream()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | StoreAway e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Inserts rows.
     *
     * @param token what the engine knows this block again by; empty for none
     */
    void insert(String table, byte[] lines, String token) throws IOException {
        var settings = new InsertSettings();
        settings.serverSetting("async_insert", "0");
        if (!token.isEmpty()) {
            settings.setDeduplicationToken(token);
        }
        try (InsertResponse ignored =
                await(client.insert(table, new ByteArrayInputStream(lines), ClickHouseFormat.JSONEachRow, settings))) {
            // Nothing to read: it is stored.
        } catch (IOException | StoreAway e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private QueryResponse send(String sql, Map<String, Object> parameters, ClickHouseFormat format) throws IOException {
        var settings = new QuerySettings();
        settings.setFormat(format);
        settings.serverSetting("output_format_json_quote_64bit_integers", "0");
        settings.serverSetting("max_execution_time", Long.toString(Math.max(1, patienceMillis / 1_000)));
        Map<String, Object> escaped = new HashMap<>();
        parameters.forEach((name, value) -> escaped.put(name, value instanceof String text ? escape(text) : value));
        return await(client.query(sql, escaped, settings));
    }

    /** Parameters travel as tab-separated texts do. */
    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
    }

    private <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage(), cause);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new IOException("no answer in %d ms".formatted(patienceMillis), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreAway("stopped while waiting", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
