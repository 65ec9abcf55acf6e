package io.github.pgchime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where parameters come from, in libpq's order: what the caller gives, the service that it or the environment names, the
 * environment; the defaults are the builder's own.
 */
final class Settings {

    private final Map<String, String> environment;
    private final Map<String, Map<Parameter, String>> sources = new LinkedHashMap<>();

    private Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Sets every parameter of a URL or a string of keywords, and what they leave out or empty. */
    static void apply(ConnectionOptions.Builder builder, String given, Map<String, String> environment) {
        boolean keywords = !ConnectionUrl.isUrl(given) && KeywordValues.looksLikeOne(given);
        Settings settings = new Settings(environment);
        if (keywords) {
            settings.sources.put(KeywordValues.SOURCE, KeywordValues.values(given));
        } else {
            settings.sources.put(ConnectionUrl.SOURCE, ConnectionUrl.values(given));
        }
        settings.addService();
        for (Parameter parameter : Parameter.values()) {
            settings.set(builder, parameter);
        }
        settings.home().map(home -> home.resolve(".pgpass")).ifPresent(builder::defaultPassfile);
    }

    private void addService() {
        find(Parameter.SERVICE).ifPresent(service -> {
            String name = service.value();
            Map<Parameter, String> values = serviceFiles()
                    .map(ServiceFile::new)
                    .flatMap(file -> file.values(name).stream())
                    .findFirst()
                    .orElseThrow(
                            () -> new ConfigException(service.source() + "service " + Echo.of(name) + " is in none of "
                                    + serviceFiles().map(Path::toString).toList()));
            sources.put("service " + Echo.of(name) + ": ", values);
        });
    }

    /** One that is named must be there. */
    private Stream<Path> serviceFiles() {
        Optional<Path> named = find(Parameter.SERVICEFILE).map(file -> Path.of(file.value()));
        Stream<Path> systems =
                variable("PGSYSCONFDIR").map(directory -> Path.of(directory, "pg_service.conf")).stream();
        Stream<Path> own = named
                .or(() -> home().map(home -> home.resolve(".pg_service.conf")))
                .filter(file -> named.isPresent() || Files.exists(file))
                .stream();
        return Stream.concat(own, systems.filter(Files::exists));
    }

    private Optional<Path> home() {
        return variable("HOME").or(() -> variable("USERPROFILE")).map(Path::of);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** A value, and what begins the message if it is wrong. */
    private record Given(String source, String value) {}

    private Optional<Given> find(Parameter parameter) {
        return sources.entrySet().stream()
                .filter(source -> source.getValue().containsKey(parameter))
                .map(source -> new Given(source.getKey(), source.getValue().getOrDefault(parameter, "")))
                .findFirst()
                .or(() -> parameter
                        .variable()
                        .flatMap(name -> variable(name).map(value -> new Given(name + ": ", value))));
    }

    private void set(ConnectionOptions.Builder builder, Parameter parameter) {
        find(parameter).ifPresent(given -> {
            try {
                parameter.set(builder, given.value());
            } catch (ConfigException e) {
                throw new ConfigException(given.source() + e.getMessage(), e);
            }
        });
    }
}
