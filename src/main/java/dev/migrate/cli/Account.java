package dev.migrate.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Who works here, for the history: {@code user@host} of the operating system. */
final class Account {
    private Account() {}

    static String name(Map<String, String> variables) {
        return System.getProperty("user.name", "?") + "@" + host(variables);
    }

    /** Without asking a name server where there is another way: that may take seconds. */
    private static String host(Map<String, String> variables) {
        String named = variables.getOrDefault("HOSTNAME", variables.getOrDefault("COMPUTERNAME", ""));
        if (!named.isEmpty()) {
            return named;
        }
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (java.io.IOException noProc) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException nameless) {
                return "?";
            }
        }
    }
}
