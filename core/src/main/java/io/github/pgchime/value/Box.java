package io.github.pgchime.value;

/** A rectangle, by two corners opposite each other. */
public record Box(Point upperRight, Point lowerLeft) {

    /** Such as {@code (3,4),(1,2)}. */
    @Override
    public String toString() {
        return upperRight + "," + lowerLeft;
    }
}
