package io.github.pgchime.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.AnnotationBasedArgumentsProvider;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test class on the oldest and the newest of the selected majors, whose server its constructor takes as
 * {@link PostgresServer}: for what is the same for every server, such as what a client makes of a network that fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(OldestAndNewest.Source.class)
public @interface OldestAndNewest {

    /** Whether it is not the shared server of its major but one of the class's own, which is deleted after it. */
    boolean own() default false;

    /** A server of each of the two. */
    final class Source extends AnnotationBasedArgumentsProvider<OldestAndNewest> {
        @Override
        protected Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context, OldestAndNewest annotation) {
            return Majors.servers(Majors.oldestAndNewest(), annotation.own());
        }
    }
}
