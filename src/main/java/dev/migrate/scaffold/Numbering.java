package dev.migrate.scaffold;

import dev.migrate.migration.Version;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How the versions of a project are counted, learned from its newest one. All times are UTC. */
sealed interface Numbering {
    /** More files than that of one day, or minute, are not looked for. */
    int MOST = 10_000;

    /** A version that was made now, and one that another clock made, are of the same time. */
    Duration CLOCKS = Duration.ofMinutes(1);

    /** Versions that may come next, those of now first, then those behind the newest one. */
    Stream<String> following(Instant now);

    /** Whether a version is of a time that is still to come. */
    boolean ahead(String version, Instant now);

    /** That of a project without files: timestamps of fourteen digits. */
    static Numbering plain() {
        return new Times(14, Optional.empty());
    }

    /**
     * That of a version as it is written in a name.
     *
     * @param others that are written likewise, for the width of numbers of the day
     */
    static Numbering of(String version, List<String> others) {
        if (Times.isOne(version)) {
            return new Times(version.length(), Optional.of(version));
        }
        Optional<Days> day = Days.of(version, others);
        if (day.isPresent()) {
            return day.get();
        }
        return Epochs.isOne(version) ? new Epochs(new BigInteger(version)) : Counter.of(version);
    }

    /** {@code 20250120000000}, also without seconds or with milliseconds. */
    record Times(int digits, Optional<String> newest) implements Numbering {
        private static final Pattern SHAPE = Pattern.compile("\\d{12}|\\d{14}|\\d{17}");

        static boolean isOne(String version) {
            return SHAPE.matcher(version).matches()
                    && Version.parse(version).filter(Version::isTimestamp).isPresent();
        }

        @Override
        public Stream<String> following(Instant now) {
            var start = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
            Stream<LocalDateTime> soon = Stream.iterate(start, this::after).limit(MOST);
            Stream<LocalDateTime> behind = newest.stream()
                    .flatMap(version -> Stream.iterate(after(LocalDateTime.parse(version, format())), this::after)
                            .limit(MOST));
            return Stream.concat(soon, behind).map(time -> time.format(format()));
        }

        private LocalDateTime after(LocalDateTime time) {
            return time.plus(
                    1,
                    switch (digits) {
                        case 12 -> ChronoUnit.MINUTES;
                        case 14 -> ChronoUnit.SECONDS;
                        default -> ChronoUnit.MILLIS;
                    });
        }

        /** Lenient: a file may be called after the 31st of February. */
        private DateTimeFormatter format() {
            return DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS".substring(0, digits))
                    .withResolverStyle(ResolverStyle.LENIENT);
        }

        @Override
        public boolean ahead(String version, Instant now) {
            LocalDateTime limit = LocalDateTime.ofInstant(now.plus(CLOCKS), ZoneOffset.UTC);
            return LocalDateTime.parse(version, format()).isAfter(limit);
        }
    }

    /** {@code 20251105} or {@code 2025-11-05}, and the number of the day, where there is one. */
    record Days(LocalDate newest, String dash, Optional<OfDay> number) implements Numbering {
        private static final Pattern SHAPE =
                Pattern.compile("(\\d{4})([-_.]?)(\\d\\d)\\2(\\d\\d)(?:([-_.])(\\d+)|(\\d{2,3}))?");

        /**
         * Numbers within one day.
         *
         * @param separator before it
         * @param width with leading zeros
         */
        record OfDay(String separator, int width, int newest) {}

        static Optional<Days> of(String version, List<String> others) {
            Matcher found = SHAPE.matcher(version);
            if (!found.matches()
                    || Version.parse(date(found)).filter(Version::isDay).isEmpty()) {
                return Optional.empty();
            }
            LocalDate date = LocalDate.of(Integer.parseInt(found.group(1)), 1, 1)
                    .plusMonths(Integer.parseInt(found.group(3)) - 1L)
                    .plusDays(Integer.parseInt(found.group(4)) - 1L);
            String digits = number(found);
            if (digits.length() > 9) {
                return Optional.empty();
            }
            Optional<OfDay> number = digits.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new OfDay(
                            found.group(5) == null ? "" : found.group(5),
                            width(digits, others),
                            Integer.parseInt(digits)));
            return Optional.of(new Days(date, found.group(2), number));
        }

        private static String date(Matcher found) {
            return found.group(1) + found.group(3) + found.group(4);
        }

        private static String number(Matcher found) {
            String digits = found.group(6) != null ? found.group(6) : found.group(7);
            return digits == null ? "" : digits;
        }

        /** The shortest: 9 beside 10 says that there are no leading zeros. */
        private static int width(String digits, List<String> others) {
            return others.stream()
                    .map(SHAPE::matcher)
                    .filter(Matcher::matches)
                    .map(Days::number)
                    .filter(number -> !number.isEmpty())
                    .mapToInt(String::length)
                    .min()
                    .orElse(digits.length());
        }

        @Override
        public Stream<String> following(Instant now) {
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            boolean ahead = newest.isAfter(today);
            if (number.isEmpty()) {
                Stream<LocalDate> later = Stream.iterate(newest, day -> day.plusDays(1));
                return Stream.concat(Stream.of(today), later.limit(ahead ? MOST : 0))
                        .map(this::written);
            }
            return Stream.concat(
                    numbered(today, 1), ahead ? numbered(newest, number.get().newest + 1) : Stream.empty());
        }

        /** The times of the newest day, which come behind whatever is only a date. */
        Numbering withTimes() {
            return new Times(14, Optional.of(newest.format(DateTimeFormatter.BASIC_ISO_DATE) + "000000"));
        }

        private Stream<String> numbered(LocalDate day, int from) {
            OfDay style = number.orElseThrow();
            return IntStream.range(from, from + MOST)
                    .mapToObj(n -> written(day) + style.separator + padded(Integer.toString(n), style.width));
        }

        private String written(LocalDate day) {
            String digits = day.format(DateTimeFormatter.BASIC_ISO_DATE);
            return digits.substring(0, 4) + dash + digits.substring(4, 6) + dash + digits.substring(6);
        }

        @Override
        public boolean ahead(String version, Instant now) {
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            return of(version, List.of())
                    .filter(day -> day.newest.isAfter(today))
                    .isPresent();
        }
    }

    /** Seconds or milliseconds since 1970: node-pg-migrate's, and golang-migrate's with {@code -format unix}. */
    record Epochs(BigInteger newest) implements Numbering {
        /** Seconds and milliseconds from September 2001 to May 2033. */
        private static final Pattern SHAPE = Pattern.compile("1\\d{9}|1\\d{12}");

        private static final int MILLIS = 13;

        static boolean isOne(String version) {
            return SHAPE.matcher(version).matches();
        }

        @Override
        public Stream<String> following(Instant now) {
            return Stream.concat(from(of(now)), from(newest.add(BigInteger.ONE)))
                    .map(BigInteger::toString);
        }

        private BigInteger of(Instant time) {
            boolean millis = newest.toString().length() == MILLIS;
            return BigInteger.valueOf(millis ? time.toEpochMilli() : time.getEpochSecond());
        }

        private static Stream<BigInteger> from(BigInteger first) {
            return Stream.iterate(first, number -> number.add(BigInteger.ONE)).limit(MOST);
        }

        @Override
        public boolean ahead(String version, Instant now) {
            return new BigInteger(version).compareTo(of(now.plus(CLOCKS))) > 0;
        }
    }

    /**
     * {@code 007}, or the last number of {@code 1.3}.
     *
     * @param before what stands before the last number
     * @param last with its leading zeros
     */
    record Counter(String before, String last) implements Numbering {
        private static final Pattern SHAPE = Pattern.compile("(.*?)(\\d+)", Pattern.DOTALL);

        static Counter of(String version) {
            Matcher found = SHAPE.matcher(version);
            if (!found.matches()) {
                throw new IllegalArgumentException("no number: " + version);
            }
            return new Counter(found.group(1), found.group(2));
        }

        @Override
        public Stream<String> following(Instant now) {
            return Stream.iterate(new BigInteger(last).add(BigInteger.ONE), number -> number.add(BigInteger.ONE))
                    .limit(MOST)
                    .map(number -> before + padded(number.toString(), last.length()));
        }

        @Override
        public boolean ahead(String version, Instant now) {
            return false;
        }
    }

    private static String padded(String digits, int width) {
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
