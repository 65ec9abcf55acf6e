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

/** Runs a test class once per selected server, which its constructor takes as {@link PostgresServer}. See {@link Majors}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(EveryMajor.Source.class)
public @interface EveryMajor {

    /** Whether it is not the shared server of its major but one of the class's own, which is deleted after it. */
    boolean own() default false;

    /** A server of each selected major. */
    final class Source extends AnnotationBasedArgumentsProvider<EveryMajor> {
        @Override
        protected Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context, EveryMajor annotation) {
            return Majors.servers(Majors.selected(), annotation.own());
        }
    }
}
