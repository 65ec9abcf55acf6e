package io.github.pgchime.app.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.app.process.Ending;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.journal.ConsumerBuilder;
import io.github.pgchime.journal.ConsumerOptions;
import io.github.pgchime.journal.ConsumerProvider;
import io.github.pgchime.journal.JournalConsumer;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the consumers of an application's jars. */
@Command(
        name = "consume",
        description = {
            "Runs the consumers that jars name in META-INF/services/io.github.pgchime.journal.ConsumerProvider,",
            "until SIGINT or SIGTERM; the handlers in hand may finish then."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ConsumeCommand implements Callable<Integer> {

    /** Of a consumer that leads, beside its handlers. */
    private static final int CONNECTIONS = 3;

    private static final Duration GRACE = Duration.ofSeconds(5);

    @Option(
            names = "--jar",
            required = true,
            paramLabel = "FILE",
            description = "where they are, or what they need; repeatable")
    private List<Path> jars = List.of();

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "run these alone")
    private Set<String> only = Set.of();

    @Option(names = "--except", split = ",", paramLabel = "NAME", description = "do not run these")
    private Set<String> except = Set.of();

    @Option(names = "--list", description = "print their names, and run none")
    private boolean list;

    @ParentCommand
    private JournalCommand journal = new JournalCommand();

    ConsumeCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (URLClassLoader loader = new URLClassLoader(urls(), ConsumeCommand.class.getClassLoader())) {
            List<ConsumerProvider> providers = chosen(providers(loader));
            if (list) {
                LineOutput out = LineOutput.standard();
                for (ConsumerProvider provider : providers) {
                    out.line(provider.name());
                }
                return 0;
            }
            try (JournalPool pool = journal.open()) {
                Thread.currentThread().setContextClassLoader(loader);
                run(pool, providers);
            }
        }
        return 0;
    }

    private URL[] urls() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isReadable(jar)) {
                throw new ConfigException("--jar " + jar + " cannot be read");
            }
            urls.add(jar.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private List<ConsumerProvider> providers(URLClassLoader loader) {
        List<ConsumerProvider> found = new ArrayList<>();
        try {
            ServiceLoader.load(ConsumerProvider.class, loader).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new ConfigException("the consumers of " + jars + " cannot be had: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new ConfigException(
                    "no consumer is named in META-INF/services/" + ConsumerProvider.class.getName() + " of " + jars);
        }
        found.sort(Comparator.comparing(ConsumerProvider::name));
        return found;
    }

    private List<ConsumerProvider> chosen(List<ConsumerProvider> all) {
        Set<String> names = new TreeSet<>();
        for (ConsumerProvider provider : all) {
            if (!names.add(provider.name())) {
                throw new ConfigException("two consumers are named " + provider.name());
            }
        }
        requireKnown("--only", only, names);
        requireKnown("--except", except, names);
        return all.stream()
                .filter(provider -> only.isEmpty() || only.contains(provider.name()))
                .filter(provider -> !except.contains(provider.name()))
                .toList();
    }

    private static void requireKnown(String option, Set<String> asked, Set<String> known) {
        Set<String> unknown = new TreeSet<>(asked);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new ConfigException(
                    option + " names " + String.join(", ", unknown) + "; there are " + String.join(", ", known));
        }
    }

    @SuppressWarnings("try") // signals are seen to as long as the block
    private static void run(JournalPool pool, List<ConsumerProvider> providers) throws InterruptedException {
        List<ConsumerBuilder> builders = new ArrayList<>();
        for (ConsumerProvider provider : providers) {
            ConsumerBuilder builder = pool.journal().consumer(provider.name());
            provider.configure(builder, pool.journal());
            builders.add(builder);
        }
        List<ConsumerOptions> options =
                builders.stream().map(ConsumerBuilder::options).toList();
        pool.reserve(options.stream()
                .mapToInt(consumer -> CONNECTIONS + consumer.parallelism())
                .sum());
        Duration patience = options.stream()
                .map(ConsumerOptions::stopTimeout)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        CountDownLatch over = new CountDownLatch(1);
        List<JournalConsumer> running = new ArrayList<>();
        try (Ending ending = new Ending(over::countDown, patience.plus(GRACE))) {
            try {
                for (ConsumerBuilder builder : builders) {
                    running.add(builder.start());
                }
                over.await();
            } finally {
                closeAll(running);
            }
        }
    }

    /** All at once: each may have handlers in hand. */
    private static void closeAll(List<JournalConsumer> running) throws InterruptedException {
        List<Thread> closing = running.stream()
                .map(consumer -> Thread.ofVirtual().start(consumer::close))
                .toList();
        for (Thread thread : closing) {
            thread.join();
        }
    }
}
