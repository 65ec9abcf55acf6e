package io.github.pgchime.value;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Points with lines between them.
 *
 * @param closed whether a line goes from the last point to the first
 */
public record Path(boolean closed, List<Point> points) {

    public Path {
        points = List.copyOf(points);
    }

    /** Such as {@code ((1,2),(3,4))} where it is closed, {@code [(1,2),(3,4)]} where it is open. */
    @Override
    public String toString() {
        return points.stream()
                .map(Point::toString)
                .collect(Collectors.joining(",", closed ? "(" : "[", closed ? ")" : "]"));
    }
}
