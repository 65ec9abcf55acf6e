package io.github.pgchime.notify;

/** What a {@link Subscription} tells, in order. */
public sealed interface NotifyEvent permits Notification, Gap {}
