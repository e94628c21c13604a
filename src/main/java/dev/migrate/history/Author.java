package dev.migrate.history;

import java.util.Optional;

/**
 * Who runs this, with what, from where.
 *
 * @param account operating-system user and host: {@code user@host}
 * @param toolVersion of this program
 * @param commit of the checkout; empty where the project is in none
 */
public record Author(String account, String toolVersion, Optional<String> commit) {}
