package io.github.pgchime.value;

/** All points at no more than the radius from the center. */
public record Circle(Point center, double radius) {

    /** Such as {@code <(1,2),3>}. */
    @Override
    public String toString() {
        return "<" + center + "," + Coordinate.text(radius) + ">";
    }
}
