package io.github.pgchime.notify;

import io.github.pgchime.testkit.Majors;
import io.github.pgchime.testkit.PostgresServer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Runs a test class once per selected server and {@link Driver}, both of which its constructor takes. See
 * {@link Majors}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}, {1}")
@ArgumentsSource(EverySession.Source.class)
@interface EverySession {

    /** Every server with every driver. */
    final class Source implements ArgumentsProvider {
        @Override
        public Stream<? extends Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext context) {
            return Majors.selected().stream()
                    .map(PostgresServer::shared)
                    .flatMap(server -> Arrays.stream(Driver.values()).map(driver -> Arguments.of(server, driver)));
        }
    }
}
