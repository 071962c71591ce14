package io.weir.device.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.mqtt.ConnectRequest.Login;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides who is connected: counts sockets, has logins checked, lets a client take over its older connection, and begins,
 * resumes and ends sessions. A new durable session is on disk before its client is told so. Event loop only.
 */
final class Admission implements Connection.Host {

    private final String adapter;
    private final Limits limits;
    private final Publisher.Shared shared;
    private final Troubles troubles;
    private final Optional<Logins> logins;
    private final EventExecutor loop;
    private final Sessions sessions;

    /** Sockets that have said nothing yet, oldest first. */
    private final Set<Connection> arriving = new LinkedHashSet<>();

    /** Those whose login is being checked. */
    private final Set<Connection> loggingIn = new LinkedHashSet<>();

    private final Map<String, Connection> byClient = new HashMap<>();
    private final Map<String, Runnable> delayedWills = new HashMap<>();
    private boolean closed;
    private volatile int connected;

    Admission(
            String adapter,
            Publisher.Shared shared,
            Troubles troubles,
            Optional<Logins> logins,
            EventExecutor loop,
            Set<String> survivors) {
        this.adapter = adapter;
        this.limits = shared.limits();
        this.shared = shared;
        this.troubles = troubles;
        this.logins = logins;
        this.loop = loop;
        this.sessions = new Sessions(limits.sessions(), this::in, survivors, this::sessionEnded);
    }

    /** Clients connected now; any thread. */
    int connected() {
        return connected;
    }

    /** A socket has opened. */
    Connection open(ChannelHandlerContext context) {
        Connection connection = new Connection(context, this, limits, troubles);
        if (arriving.size() >= Limits.ARRIVING) {
            Connection oldest = arriving.iterator().next();
            oldest.end(Reason.BUSY, "too many sockets that say nothing");
        }
        arriving.add(connection);
        return connection;
    }

    /** Ends every connection; their wills are not published, for nothing is wrong with them. */
    void close() {
        closed = true;
        Set<Connection> all = new LinkedHashSet<>(arriving);
        all.addAll(loggingIn);
        all.addAll(byClient.values());
        all.forEach(Connection::shutDown);
    }

    @Override
    public void connects(Connection connection, ConnectRequest request) {
        arriving.remove(connection);
        boolean takesOver = byClient.containsKey(request.clientId());
        // A takeover needs no further place, but whoever claims to be one is still to be believed.
        int taken = loggingIn.size() + (takesOver ? 0 : byClient.size());
        if (taken >= limits.connections()) {
            connection.refuse(Reason.BUSY, "max-connections (" + limits.connections() + ") are connected");
        } else if (logins.isEmpty()) {
            admit(connection, TopicRules.everything());
        } else if (request.login().isEmpty()) {
            connection.refuse(Reason.BAD_LOGIN, "it gives no user name, and users are asked for");
        } else {
            logIn(connection, request.login().get());
        }
    }

    private void logIn(Connection connection, Login login) {
        loggingIn.add(connection);
        logins.orElseThrow().check(login.name(), login.password(), rules -> {
            loggingIn.remove(connection);
            if (connection.isClosed()) {
                return;
            }
            if (rules.isPresent()) {
                admit(connection, rules.get());
            } else {
                connection.refuse(Reason.BAD_LOGIN, "wrong user name or password");
            }
        });
    }

    private void admit(Connection connection, TopicRules rules) {
        ConnectRequest request = connection.request();
        String peer = request.clientId();
        Connection older = byClient.get(peer);
        if (older != null && !sameUser(older.request(), request)) {
            connection.refuse(Reason.BAD_CLIENT_ID, "another user is connected with this client id");
            return;
        }
        boolean known = sessions.knows(peer);
        boolean resumes = known && !request.cleanStart();
        if (!resumes && (known || request.keepsSession()) && shared.door().isCrowded()) {
            connection.refuse(Reason.BUSY, "the gateway has no room to note its session");
            return;
        }
        byClient.put(peer, connection);
        count();
        if (older != null) {
            older.end(Reason.TAKEN_OVER, "the client connected anew");
        }
        Optional.ofNullable(delayedWills.remove(peer)).ifPresent(Runnable::run);
        if (resumes) {
            sessions.arrive(peer);
            welcome(connection, rules, true, true);
        } else if (request.keepsSession()) {
            begin(connection, rules);
        } else if (known) {
            sessions.forget(peer);
            note(peer, false, shared.lane().then(() -> welcome(connection, rules, false, false)));
        } else {
            welcome(connection, rules, false, false);
        }
    }

    private void begin(Connection connection, TopicRules rules) {
        String peer = connection.request().clientId();
        if (!sessions.arrive(peer)) {
            connection.refuse(Reason.QUOTA, "max-sessions (" + limits.sessions() + ") are connected");
            return;
        }
        note(peer, true, shared.lane().then(() -> welcome(connection, rules, false, true)));
    }

    private void welcome(Connection connection, TopicRules rules, boolean sessionPresent, boolean durable) {
        if (!connection.isClosed()) {
            connection.accept(sessionPresent, rules, shared, durable);
        }
    }

    private static boolean sameUser(ConnectRequest one, ConnectRequest other) {
        return one.login().map(Login::name).equals(other.login().map(Login::name));
    }

    private void note(String peer, boolean begins, Ack ack) {
        shared.door().offerInTurn(new Arrival.Session(adapter, peer, begins, ack));
    }

    private void sessionEnded(String peer) {
        note(peer, false, Ack.NONE);
    }

    @Override
    public void gone(Connection connection) {
        arriving.remove(connection);
        if (!connection.isNamed()) {
            return;
        }
        String peer = connection.request().clientId();
        boolean takenOver = !byClient.remove(peer, connection);
        count();
        if (closed) {
            return;
        }
        if (!takenOver) {
            sessions.leave(peer, connection.expirySeconds());
        }
        long expirySeconds = takenOver ? 0 : connection.expirySeconds();
        connection.dueWill().ifPresent(will -> publish(peer, will, expirySeconds, connection));
    }

    /** Later when the client asked for it and its session lasts, so that a short cut says nothing. */
    private void publish(String peer, ConnectRequest.Will will, long expirySeconds, Connection connection) {
        Publisher publisher = connection.publisher().orElseThrow();
        long delaySeconds = Math.min(will.delaySeconds(), expirySeconds);
        if (delaySeconds == 0 || delayedWills.size() >= limits.connections()) {
            publisher.will(will);
            return;
        }
        delayedWills.put(peer, in(delaySeconds, () -> {
            delayedWills.remove(peer);
            publisher.will(will);
        }));
    }

    private Runnable in(long seconds, Runnable action) {
        Future<?> timer = loop.schedule(action, seconds, TimeUnit.SECONDS);
        return () -> timer.cancel(false);
    }

    private void count() {
        connected = byClient.size();
    }
}
