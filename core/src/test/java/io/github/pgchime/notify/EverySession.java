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
 * Runs a test class once per selected server and {@link Driver}, both of which its constructor takes; of a sample of majors
 * only the newest with all drivers. See {@link Majors}.
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
                    .flatMap(server -> drivers(server).map(driver -> Arguments.of(server, driver)));
        }

        private static Stream<Driver> drivers(PostgresServer server) {
            return Majors.isSample() && server.major() != Majors.NEWEST
                    ? Stream.of(Driver.NATIVE)
                    : Arrays.stream(Driver.values());
        }
    }
}
