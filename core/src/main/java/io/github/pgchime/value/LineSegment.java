package io.github.pgchime.value;

/** A line from one point to another: {@code lseg}. */
public record LineSegment(Point start, Point end) {

    /** Such as {@code [(1,2),(3,4)]}. */
    @Override
    public String toString() {
        return "[" + start + "," + end + "]";
    }
}
