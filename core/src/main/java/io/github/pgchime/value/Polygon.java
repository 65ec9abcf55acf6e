package io.github.pgchime.value;

import java.util.List;
import java.util.stream.Collectors;

/** The area within the lines between these points. */
public record Polygon(List<Point> points) {

    public Polygon {
        points = List.copyOf(points);
    }

    /** Such as {@code ((0,0),(0,1),(1,0))}. */
    @Override
    public String toString() {
        return points.stream().map(Point::toString).collect(Collectors.joining(",", "(", ")"));
    }
}
