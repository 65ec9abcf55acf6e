package io.github.pgchime.notify;

import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test class on the oldest and the newest of the selected majors, on the newest with each {@link Driver}; its
 * constructor takes both. See {@link Majors}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}, {1}")
@ArgumentsSource(EverySession.Source.class)
@interface EverySession {

    /** Whether it runs on the majors in between as well. */
    boolean onEveryMajor() default false;

    /** The servers, each with its drivers. */
    final class Source extends AnnotationBasedArgumentsProvider<EverySession> {
        @Override
        protected Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context, EverySession annotation) {
            List<Integer> majors = annotation.onEveryMajor() ? Majors.selected() : Majors.oldestAndNewest();
            return majors.stream()
                    .flatMap(major -> drivers(major).map(driver -> Arguments.of(PostgresServer.shared(major), driver)));
        }

        private static Stream<Driver> drivers(int major) {
            return major == Majors.oldestAndNewest().getLast()
                    ? Arrays.stream(Driver.values())
                    : Stream.of(Driver.NATIVE);
        }
    }
}
