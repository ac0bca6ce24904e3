package dev.sluice.worker.knowledge;

import dev.sluice.contracts.knowledge.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
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

    private final Analyzer analyzer = new PassageAnalyzer();
    private final FSDirectory folder;
    private final IndexWriter writer;
    private final SearcherManager searchers;

    TenantIndex(Path folder) {
        try {
            this.folder = FSDirectory.open(folder);
            var config = new IndexWriterConfig(analyzer)
                    .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                    .setRAMBufferSizeMB(8)
                    .setCommitOnClose(false);
            this.writer = new IndexWriter(this.folder, config);
            this.searchers = new SearcherManager(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("the knowledge index in " + folder + " cannot be opened", e);
        }
    }

    /** Puts a document in place of the one with its id; gives the number of its passages. */
    int put(Document document) {
        List<org.apache.lucene.document.Document> entries = new ArrayList<>();
        var whole = new org.apache.lucene.document.Document();
        whole.add(new StringField(DOCUMENT, document.id(), Store.NO));
        whole.add(new StringField(WHOLE, document.id(), Store.NO));
        whole.add(new StoredField(WHOLE_TEXT, document.text()));
        entries.add(whole);
        for (Chunks.Chunk chunk : Chunks.of(document.text())) {
            var entry = new org.apache.lucene.document.Document();
            entry.add(new StringField(DOCUMENT, document.id(), Store.YES));
            entry.add(new TextField(TEXT, chunk.text(), Store.YES));
            entry.add(new TextField(HEADING, chunk.heading(), Store.YES));
            entry.add(new TextField(TITLE, document.title(), Store.YES));
            String url = document.url();
            if (url != null) {
                entry.add(new StoredField(URL, url));
            }
            entries.add(entry);
        }
        try {
            writer.updateDocuments(new Term(DOCUMENT, document.id()), entries);
            return entries.size() - 1;
        } catch (IOException e) {
            throw new UncheckedIOException("a document could not be indexed", e);
        }
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

    /** The passages that fit best, numbered from 1; empty when no word of the question occurs. */
    List<Passage> search(String question, int atMost) {
        Query query = query(question);
        return query == null
                ? List.of()
                : searching(searcher -> {
                    StoredFields stored = searcher.storedFields();
                    List<Passage> passages = new ArrayList<>();
                    for (ScoreDoc hit : searcher.search(query, atMost).scoreDocs) {
                        passages.add(passage(passages.size() + 1, stored.document(hit.doc), hit.score));
                    }
                    return passages;
                });
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

    private static Passage passage(int n, org.apache.lucene.document.Document entry, float score) {
        String heading = orEmpty(entry.get(HEADING));
        String title = orEmpty(entry.get(TITLE));
        String shown = heading.isEmpty() || heading.equals(title) ? title : title + " > " + heading;
        return new Passage(n, orEmpty(entry.get(DOCUMENT)), shown, entry.get(URL), orEmpty(entry.get(TEXT)), score);
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
