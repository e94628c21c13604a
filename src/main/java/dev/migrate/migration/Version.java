package dev.migrate.migration;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The leading number or date of a migration's name.
 *
 * <p>A version is a head, a rank and a tail, compared in this order:
 *
 * <ol>
 *   <li>The <b>head</b> is the first number, of any length, leading zeros aside. A date, dashed or not, is the number
 *       of its eight digits ({@code 2025-11-05} is 20251105), and so is the date of a timestamp: {@code 002} comes
 *       before {@code 20251105}, that before {@code 20251105120000}, that before {@code 20251106}.
 *   <li>The <b>rank</b> orders what has the same head: a number that is no date (it has nine digits by its zeros);
 *       a date with a number of the day; a date alone; a timestamp.
 *   <li>The <b>tail</b> are the further numbers, one by one: {@code 1.2} before {@code 1.10}, the number of the day
 *       ({@code 20260207_01}), the time of a timestamp. Of two tails of which one begins with the other, the shorter
 *       comes first. Behind a number that is no date, zeros at the end of the tail do not count: {@code 1.0} is
 *       {@code 1}.
 * </ol>
 *
 * <p>Eight digits are a date where year (1900 to 2999), month and day are plausible, else a number; twelve, fourteen
 * and seventeen digits are a timestamp where date and time are plausible, else a number: 99999999999999 is one.
 *
 * <p>Two versions are equal where they compare as equal, however they are written.
 */
public final class Version implements Comparable<Version> {
    private enum Rank {
        NUMBER,
        NUMBERED_DAY,
        DAY,
        TIMESTAMP
    }

    private final String text;
    private final BigInteger head;
    private final Rank rank;
    private final List<BigInteger> tail;

    private Version(String text, BigInteger head, Rank rank, List<BigInteger> tail) {
        this.text = text;
        this.head = head;
        this.rank = rank;
        this.tail = List.copyOf(tail);
    }

    /** A number that is no date, and the numbers behind it. */
    static Version number(String text, List<BigInteger> numbers) {
        int size = numbers.size();
        while (size > 1 && numbers.get(size - 1).signum() == 0) {
            size--;
        }
        return new Version(text, numbers.get(0), Rank.NUMBER, numbers.subList(1, size));
    }

    /** A date and the numbers of the day behind it, if any. */
    static Version day(String text, BigInteger date, List<BigInteger> numbers) {
        return new Version(text, date, numbers.isEmpty() ? Rank.DAY : Rank.NUMBERED_DAY, numbers);
    }

    /** A date, the time within it, and numbers behind that, if any. */
    static Version timestamp(String text, BigInteger date, BigInteger time, List<BigInteger> numbers) {
        List<BigInteger> tail = new ArrayList<>(numbers.size() + 1);
        tail.add(time);
        tail.addAll(numbers);
        return new Version(text, date, Rank.TIMESTAMP, tail);
    }

    /** The version that {@code text} is as a whole, such as {@code 20251105}, {@code 2025-11-05} or {@code 1.2}. */
    public static Optional<Version> parse(String text) {
        VersionParser parser = new VersionParser(text.strip());
        return parser.version().filter(version -> parser.atEnd());
    }

    /** As it is written in the name, leading zeros and dashes included. */
    public String text() {
        return text;
    }

    /** Whether it is a date without a time, with or without a number of the day. */
    public boolean isDay() {
        return rank == Rank.DAY || rank == Rank.NUMBERED_DAY;
    }

    /** Whether it is a date with a time. */
    public boolean isTimestamp() {
        return rank == Rank.TIMESTAMP;
    }

    /** Whether this is not behind {@code limit}; a limit that is a date alone takes in the whole day. */
    public boolean upTo(Version limit) {
        return compareTo(limit) <= 0 || (limit.rank == Rank.DAY && rank == Rank.TIMESTAMP && head.equals(limit.head));
    }

    @Override
    public int compareTo(Version other) {
        int order = head.compareTo(other.head);
        if (order == 0) {
            order = rank.compareTo(other.rank);
        }
        for (int i = 0; order == 0 && i < tail.size() && i < other.tail.size(); i++) {
            order = tail.get(i).compareTo(other.tail.get(i));
        }
        return order == 0 ? Integer.compare(tail.size(), other.tail.size()) : order;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(head, rank, tail);
    }

    @Override
    public String toString() {
        return text;
    }
}
