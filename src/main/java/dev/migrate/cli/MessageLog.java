package dev.migrate.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.migrate.database.MessageTrace;
import dev.migrate.database.Reply;
import dev.migrate.report.Display;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs every message to the server, under {@code --verbose} only: logging is set up here, in code, when somebody asks
 * for it, since it costs a start 30 ms.
 */
final class MessageLog implements MessageTrace {
    private static final int SHOWN = 300;

    private final Logger log;

    private MessageLog(Logger log) {
        this.log = log;
    }

    static MessageLog to(OutputStream stream) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{HH:mm:ss.SSS} %logger{0}: %msg%n");
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(stream);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.DEBUG);
        root.addAppender(appender);
        return new MessageLog(LoggerFactory.getLogger("migrate.message"));
    }

    @Override
    public void answered(String sql, Reply reply, long milliseconds) {
        // What a migration holds must not speak to the terminal.
        String text = Display.safe(sql.replaceAll("\\s+", " ").strip());
        log.debug(
                "{} ms, {} statements, {}{}: {}",
                milliseconds,
                reply.completed(),
                reply.state(),
                reply.error().map(error -> ", " + error.sqlState()).orElse(""),
                text.length() > SHOWN ? text.substring(0, SHOWN) + " …" : text);
    }
}
