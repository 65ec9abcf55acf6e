package io.github.pgchime.codec;

import io.github.pgchime.value.Box;
import io.github.pgchime.value.Circle;
import io.github.pgchime.value.Line;
import io.github.pgchime.value.LineSegment;
import io.github.pgchime.value.Path;
import io.github.pgchime.value.Point;
import io.github.pgchime.value.Polygon;
import io.github.pgchime.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The geometric types: point, line, lseg, box, path, polygon, circle. */
final class Shapes {

    static final Codec POINT = codec("point", Shapes::point, Shapes::point);
    static final Codec LINE =
            codec("line", Shapes::line, value -> new Line(float8(value), float8(value), float8(value)));
    static final Codec LSEG = codec("lseg", Shapes::lineSegment, value -> new LineSegment(point(value), point(value)));
    static final Codec BOX = codec("box", Shapes::box, value -> new Box(point(value), point(value)));
    static final Codec PATH = codec("path", Shapes::path, value -> new Path(value.int8() != 0, points(value)));
    static final Codec POLYGON =
            codec("polygon", text -> new Polygon(points(text, '(', ')')), value -> new Polygon(points(value)));
    static final Codec CIRCLE = codec("circle", Shapes::circle, value -> new Circle(point(value), float8(value)));

    private Shapes() {}

    private static Codec codec(String type, Function<TextCursor, Object> textual, Function<WireReader, Object> binary) {
        return new Scalar(
                (bytes, from, to) -> {
                    TextCursor text =
                            new TextCursor(type, "points such as (1,2.5) in the type's brackets", bytes, from, to);
                    Object shape = textual.apply(text);
                    text.expectEnd();
                    return shape;
                },
                (bytes, from, to) -> {
                    WireReader value = new WireReader("a value of type " + type, bytes, from, to);
                    Object shape = binary.apply(value);
                    value.expectEnd();
                    return shape;
                });
    }

    private static Line line(TextCursor text) {
        text.expect('{');
        double a = float8(text);
        text.expect(',');
        double b = float8(text);
        text.expect(',');
        double c = float8(text);
        text.expect('}');
        return new Line(a, b, c);
    }

    private static LineSegment lineSegment(TextCursor text) {
        text.expect('[');
        Point start = point(text);
        text.expect(',');
        Point end = point(text);
        text.expect(']');
        return new LineSegment(start, end);
    }

    private static Box box(TextCursor text) {
        Point upperRight = point(text);
        text.expect(',');
        return new Box(upperRight, point(text));
    }

    private static Path path(TextCursor text) {
        return text.peek() == '[' ? new Path(false, points(text, '[', ']')) : new Path(true, points(text, '(', ')'));
    }

    private static Circle circle(TextCursor text) {
        text.expect('<');
        Point center = point(text);
        text.expect(',');
        double radius = float8(text);
        text.expect('>');
        return new Circle(center, radius);
    }

    private static List<Point> points(TextCursor text, char open, char close) {
        List<Point> points = new ArrayList<>();
        text.expect(open);
        do {
            points.add(point(text));
        } while (text.skip(','));
        text.expect(close);
        return points;
    }

    private static Point point(TextCursor text) {
        text.expect('(');
        double x = float8(text);
        text.expect(',');
        double y = float8(text);
        text.expect(')');
        return new Point(x, y);
    }

    private static double float8(TextCursor text) {
        int start = text.at();
        while (!text.atEnd() && ",()[]{}<>".indexOf(text.peek()) < 0) {
            text.moveTo(text.at() + 1);
        }
        return FloatingPoint.text("float8", text.bytes(), start, text.at());
    }

    private static List<Point> points(WireReader value) {
        int count = value.int32();
        if (count < 0 || value.remaining() / (2 * Double.BYTES) < count) {
            throw Malformed.value(
                    "path or polygon",
                    "a count of points and as many",
                    value.array(),
                    value.offset(),
                    value.offset() + value.remaining());
        }
        List<Point> points = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            points.add(point(value));
        }
        return points;
    }

    private static Point point(WireReader value) {
        return new Point(float8(value), float8(value));
    }

    private static double float8(WireReader value) {
        return Double.longBitsToDouble(value.int64());
    }
}
