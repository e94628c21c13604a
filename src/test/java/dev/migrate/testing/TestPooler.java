package dev.migrate.testing;

import dev.migrate.database.Session;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PgBouncer in front of the database of each test, to which the project connects; to be registered as an extension
 * behind its {@link TestBench}, in the order of {@code @Order}.
 */
public final class TestPooler implements BeforeEachCallback, AfterEachCallback {
    private final TestBench bench;
    private final String mode;
    private final int poolSize;
    private PgBouncer pooler;

    /**
     * One that each test begins with.
     *
     * @param mode as in {@code pool_mode}
     * @param poolSize server connections
     */
    public TestPooler(TestBench bench, String mode, int poolSize) {
        this.bench = bench;
        this.mode = mode;
        this.poolSize = poolSize;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start(mode, poolSize);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (pooler != null) {
            pooler.close();
        }
    }

    private void start(String mode, int poolSize, String... settings) {
        pooler = new PgBouncer(mode, poolSize, settings);
        bench.project().variable("DATABASE_URL", url());
    }

    /** Puts another one in its place. */
    public void replace(String mode, int poolSize, String... settings) {
        pooler.close();
        start(mode, poolSize, settings);
    }

    /** The superuser's URL of the database, through the pooler. */
    public String url() {
        return pooler.url(bench.database());
    }

    /** A client of it. */
    public Session session() {
        return pooler.session(bench.database());
    }
}
