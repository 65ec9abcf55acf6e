package io.github.pgchime.nudge;

/** A process of its own that opens a feed and takes from it until it is killed. */
final class ForeverFeed {

    private ForeverFeed() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        try (NudgeFeed feed = NudgeFeed.builder(arguments[0]).open()) {
            for (FeedItem item : feed) {
                System.out.println(item);
            }
        }
    }
}
