package dev.migrate;

/** Builds every object, runs the command line, and is the only place that exits. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
