package dev.migrate.shadow;

import dev.migrate.config.Settings;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a scratch server is to be like.
 *
 * @param settings {@code [shadow]} of the config
 * @param majorVersion of the target, such as {@code 17}; {@code [shadow] version} wins over it
 * @param binaries the embedded servers at hand
 * @param cache folder that outlives the run; created when needed
 * @param variables of the environment: for {@code [shadow] url}, and for a server that is installed
 * @param prelude what is in each database that {@link Shadow#create} makes
 * @param roles names of roles that must exist, as they do on the target, so that migrations may grant to them; those
 *     that are missing are made without the right to log in, and PostgreSQL's own ({@code pg_…}) are left out
 * @param properties encoding and locale of the target, as {@link dev.migrate.catalog.DatabaseDdl} writes them; scratch
 *     databases have the same where the server has them. Empty: those of the server
 */
public record ShadowRequest(
        Settings.Shadow settings,
        String majorVersion,
        PostgresBinaries binaries,
        Path cache,
        Map<String, String> variables,
        Prelude prelude,
        Collection<String> roles,
        String properties) {
    public ShadowRequest {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(prelude, "prelude");
        cache = cache.toAbsolutePath().normalize();
        variables = Map.copyOf(variables);
        roles = List.copyOf(roles);
    }

    /** One whose databases have the encoding and the locale of their server. */
    public ShadowRequest(
            Settings.Shadow settings,
            String majorVersion,
            PostgresBinaries binaries,
            Path cache,
            Map<String, String> variables,
            Prelude prelude,
            Collection<String> roles) {
        this(settings, majorVersion, binaries, cache, variables, prelude, roles, "");
    }

    /** The major version to run. */
    String version() {
        return settings.version().orElse(majorVersion);
    }
}
