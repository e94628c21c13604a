package dev.migrate.shadow;

import java.nio.file.Path;

/** A run that opens a scratch server, says where it is, and goes on until it is killed. */
final class HoldsShadow {
    private HoldsShadow() {}

    /**
     * The program.
     *
     * @param arguments the cache, the folder for the data, and the URL of a server or nothing
     */
    @SuppressWarnings("resource") // it is killed with everything open
    public static void main(String[] arguments) throws InterruptedException {
        var bench = new ShadowBench(Path.of(arguments[0]), Path.of(arguments[1]));
        if (arguments.length > 2) {
            bench.url(arguments[2]);
        }
        Shadow shadow = bench.open();
        ScratchDatabase database = shadow.create();
        System.out.println("database " + database.name());
        System.out.println("data " + ShadowBench.value(database, "SHOW data_directory"));
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
    }
}
