package dev.sluice.worker.knowledge;

import io.quarkus.runtime.ImageMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's passages in a Lucene index of their own: no query can meet, and no word statistic can betray, what another
 * tenant has. The files are a cache of the topic; losing them loses nothing.
 */
final class TenantIndex implements AutoCloseable {

    /** Words of a question that are looked for; of a longer one, only the first so many characters. */
    private static final int LONGEST_QUERY = 2_000;

    private static final String DOCUMENT = "document";
    private static final String WHOLE = "whole";
    private static final String WHOLE_TEXT = "whole_text";
    private static final String TEXT = "text";
    private static final String HEADING = "heading";
    private static final String TITLE = "title";
    private static final String URL = "url";
    private static final String LABEL = "label";
    private static final String ORDINAL = "ordinal";
    private static final String VECTOR = "vector:";

    /** Connections of the graph's nodes, and how many candidates are kept while it is built: Lucene's own defaults. */
    private static final int GRAPH_CONNECTIONS = 16;

    private static final int GRAPH_BEAM = 100;

    /** Passages looked for through the graph, of which the best are given: with fewer it misses some of the nearest. */
    private static final int CANDIDATES = 64;

    private final Analyzer analyzer = new PassageAnalyzer();
    private final FSDirectory folder;
    private final IndexWriter writer;
    private final SearcherManager searchers;

    TenantIndex(Path folder, int exactBelow) {
        try {
            this.folder = directory(folder);
            var config = new IndexWriterConfig(analyzer)
                    .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                    .setRAMBufferSizeMB(8)
                    .setCodec(codec(exactBelow))
                    .setCommitOnClose(false);
            this.writer = new IndexWriter(this.folder, config);
            this.searchers = new SearcherManager(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("the knowledge index in " + folder + " cannot be opened", e);
        }
    }

    /** Mapped into memory; an executable reads files, for it may know no calls of the system by name. */
    private static FSDirectory directory(Path folder) throws IOException {
        return ImageMode.current().isNativeImage() ? new NIOFSDirectory(folder) : FSDirectory.open(folder);
    }

    /** Vectors of a segment with fewer passages are all compared; a larger one has a graph. */
    private static Lucene104Codec codec(int exactBelow) {
        // Lucene compares the size with the nodes a search would visit, threshold * ln(size); so the threshold of a
        // size.
        int threshold = exactBelow < 3 ? 0 : (int) (exactBelow / Math.log(exactBelow));
        var vectors = new LongVectors(new Lucene99HnswVectorsFormat(GRAPH_CONNECTIONS, GRAPH_BEAM, 1, null, threshold));
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
    }

    void put(Document document, List<Chunks.Chunk> chunks, KnowledgeIndex.Known known) {
        List<org.apache.lucene.document.Document> entries = new ArrayList<>();
        var whole = new org.apache.lucene.document.Document();
        whole.add(new StringField(DOCUMENT, document.id(), Store.NO));
        whole.add(new StringField(WHOLE, document.id(), Store.NO));
        whole.add(new StoredField(WHOLE_TEXT, document.text()));
        entries.add(whole);
        for (int i = 0; i < chunks.size(); i++) {
            entries.add(entry(document, chunks.get(i), i, known));
        }
        try {
            writer.updateDocuments(new Term(DOCUMENT, document.id()), entries);
        } catch (IOException e) {
            throw new UncheckedIOException("a document could not be indexed", e);
        }
    }

    private static org.apache.lucene.document.Document entry(
            Document document, Chunks.Chunk chunk, int ordinal, KnowledgeIndex.Known known) {
        var entry = new org.apache.lucene.document.Document();
        entry.add(new StringField(DOCUMENT, document.id(), Store.YES));
        entry.add(new StoredField(ORDINAL, ordinal));
        entry.add(new TextField(TEXT, chunk.text(), Store.YES));
        entry.add(new TextField(HEADING, chunk.heading(), Store.YES));
        entry.add(new TextField(TITLE, document.title(), Store.YES));
        document.labels().forEach(label -> entry.add(new StringField(LABEL, label, Store.NO)));
        String url = document.url();
        if (url != null) {
            entry.add(new StoredField(URL, url));
        }
        Vector vector = known.of(chunk.embedded(document.title()));
        if (vector != null && vector.numbers().length <= LongVectors.MOST) {
            entry.add(new KnnFloatVectorField(
                    VECTOR + known.model(), vector.numbers(), VectorSimilarityFunction.DOT_PRODUCT));
        }
        return entry;
    }

    void remove(String id) {
        try {
            writer.deleteDocuments(new Term(DOCUMENT, id));
        } catch (IOException e) {
            throw new UncheckedIOException("a document could not be removed from the index", e);
        }
    }

    /** Makes what was put and removed visible to searches. */
    void refresh() {
        try {
            searchers.maybeRefreshBlocking();
        } catch (IOException e) {
            throw new UncheckedIOException("the index could not be refreshed", e);
        }
    }

    List<Hit> byWords(String question, Scope scope, int atMost) {
        Query query = query(question);
        if (query == null) {
            return List.of();
        }
        var scoped = new BooleanQuery.Builder().add(query, Occur.MUST);
        filters(scope).forEach(filter -> scoped.add(filter, Occur.FILTER));
        return hits(scoped.build(), atMost);
    }

    List<Hit> byMeaning(String model, Vector vector, Scope scope, int atMost) {
        List<Query> filters = filters(scope);
        var scoped = new BooleanQuery.Builder();
        filters.forEach(filter -> scoped.add(filter, Occur.FILTER));
        return hits(
                new KnnFloatVectorQuery(
                        VECTOR + model,
                        vector.numbers(),
                        Math.max(atMost, CANDIDATES),
                        filters.isEmpty() ? null : scoped.build()),
                atMost);
    }

    private List<Hit> hits(Query query, int atMost) {
        return searching(searcher -> {
            StoredFields stored = searcher.storedFields();
            List<Hit> hits = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(query, atMost).scoreDocs) {
                hits.add(hit(stored.document(hit.doc), hit.score));
            }
            return hits;
        });
    }

    private static List<Query> filters(Scope scope) {
        List<Query> filters = new ArrayList<>();
        if (!scope.labels().isEmpty()) {
            filters.add(in(LABEL, scope.labels()));
        }
        if (!scope.documents().isEmpty()) {
            filters.add(in(DOCUMENT, scope.documents()));
        }
        return filters;
    }

    private static Query in(String field, Set<String> values) {
        return new TermInSetQuery(field, values.stream().map(BytesRef::new).toList());
    }

    /** The whole text of a document. */
    Optional<String> text(String id) {
        return searching(searcher -> {
            ScoreDoc[] hits = searcher.search(new TermQuery(new Term(WHOLE, id)), 1).scoreDocs;
            return hits.length == 0
                    ? Optional.empty()
                    : Optional.ofNullable(
                            searcher.storedFields().document(hits[0].doc).get(WHOLE_TEXT));
        });
    }

    private interface Search<T> {
        T in(IndexSearcher searcher) throws IOException;
    }

    private <T> T searching(Search<T> search) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return search.in(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the index could not be read", e);
        }
    }

    private @Nullable Query query(String question) {
        String bounded = question.length() > LONGEST_QUERY ? question.substring(0, LONGEST_QUERY) : question;
        var builder = new QueryBuilder(analyzer);
        Query text = builder.createBooleanQuery(TEXT, bounded);
        if (text == null) {
            return null;
        }
        Query heading = builder.createBooleanQuery(HEADING, bounded);
        Query title = builder.createBooleanQuery(TITLE, bounded);
        return new BooleanQuery.Builder()
                .add(text, Occur.SHOULD)
                .add(new BoostQuery(heading, 0.6f), Occur.SHOULD)
                .add(new BoostQuery(title, 0.4f), Occur.SHOULD)
                .build();
    }

    private static Hit hit(org.apache.lucene.document.Document entry, float score) {
        String heading = orEmpty(entry.get(HEADING));
        String title = orEmpty(entry.get(TITLE));
        String shown = heading.isEmpty() || heading.equals(title) ? title : title + " > " + heading;
        return new Hit(
                orEmpty(entry.get(DOCUMENT)),
                Integer.parseInt(orEmpty(entry.get(ORDINAL))),
                shown,
                entry.get(URL),
                orEmpty(entry.get(TEXT)),
                score);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    @Override
    public void close() throws IOException {
        searchers.close();
        writer.close();
        folder.close();
    }
}
