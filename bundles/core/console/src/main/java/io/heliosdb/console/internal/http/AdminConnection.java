package io.heliosdb.console.internal.http;

import io.heliosdb.console.ConsoleSettings;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One connection to the admin port: request, answer, request. Nothing is read that was not asked for; what a read brings
 * beyond that waits. The channel does not read by itself.
 */
public final class AdminConnection extends ChannelInboundHandlerAdapter implements ProtocolSession {
    private static final int MOST_OF_JSON = 64 * 1024;
    private static final int LONGEST_DRIVER = 100;
    private static final long NEXT_REQUEST_MILLIS = 75_000;
    /** How long a client that was refused may go on with its body, so that it reads why. */
    private static final long LEAVE_MILLIS = 1_000;

    private enum State {
        HEAD,
        BODY,
        ANSWERING,
        LEAVING
    }

    private final Client client;
    private final AdminServer server;
    private ChannelHandlerContext context;
    private ResponseWriter writer;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private boolean wanting;
    private boolean delivering;
    private State state = State.HEAD;
    private HttpRequest head;
    private Routes.Match match;
    private Map<String, String> query;
    private RequestBody body;
    private Problem refusal;
    private boolean keepAlive;
    private boolean loggedIn;
    private boolean ending;
    private ScheduledFuture<?> deadline;

    public AdminConnection(Client client, AdminServer server) {
        this.client = client;
        this.server = server;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        writer = new ResponseWriter(ctx, server.executor());
        awaitHead();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        waiting.add(message);
        deliver();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (wanting) {
            ctx.read();
        }
    }

    /** Takes the next message when it is there. */
    private void want() {
        wanting = true;
        if (waiting.isEmpty()) {
            context.read();
        } else {
            deliver();
        }
    }

    /** One message after the other, also where one of them asks for the next. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (wanting && !waiting.isEmpty()) {
                wanting = false;
                Object message = waiting.poll();
                try {
                    take(message);
                } finally {
                    ReferenceCountUtil.release(message);
                }
            }
        } finally {
            delivering = false;
        }
    }

    private void take(Object message) {
        if (state == State.HEAD && message instanceof HttpRequest request) {
            begin(request);
        } else if (state == State.BODY && message instanceof HttpContent content) {
            take(content);
        } else if (state == State.LEAVING && message instanceof LastHttpContent) {
            context.close();
        } else {
            want();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        disarm();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        if (body != null && state != State.ANSWERING) {
            body.discard();
        }
        if (loggedIn) {
            server.loggedIn().decrementAndGet();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void terminate(HeliosException reason) {
        ending = true;
        if (state != State.ANSWERING) {
            context.close();
        }
    }

    /** Requests are not statements. */
    @Override
    public void statementTimedOut() {}

    private void awaitHead() {
        state = State.HEAD;
        head = null;
        match = null;
        body = null;
        refusal = null;
        arm(NEXT_REQUEST_MILLIS, context::close);
        want();
    }

    private void begin(HttpRequest request) {
        head = request;
        keepAlive = HttpUtil.isKeepAlive(request);
        try {
            checkForm(request.decoderResult());
            server.gatekeeper().checkOrigin(request, client.encrypted(), local());
            QueryStringDecoder uri = new QueryStringDecoder(request.uri());
            match = server.routes().find(request.method(), uri.path());
            query = new LinkedHashMap<>();
            uri.parameters().forEach((name, values) -> query.put(name, values.get(0)));
            checkAccess();
            body = newBody();
            body.check(HttpUtil.getContentLength(request, 0L));
        } catch (IllegalArgumentException e) {
            refuse(new Problem(400, "The request cannot be read: " + e.getMessage()));
            return;
        } catch (Problem problem) {
            refuse(problem);
            return;
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        awaitBody();
    }

    private void awaitBody() {
        state = State.BODY;
        arm(
                settings().requestTime().toMillis(),
                () -> leave(new Problem(408, "The body did not arrive in time (request-time)")));
        want();
    }

    private static void checkForm(DecoderResult result) {
        if (result.isFailure()) {
            if (result.cause() instanceof TooLongHttpLineException) {
                throw new Problem(414, "The address is too long");
            }
            throw result.cause() instanceof TooLongHttpHeaderException
                    ? new Problem(431, "The headers are too long")
                    : new Problem(400, "This is not HTTP/1.1");
        }
    }

    private void checkAccess() {
        boolean open = match.route().access() == Access.EVERYONE
                || (match.route().access() == Access.METRICS && settings().metricsOpen());
        if (!open) {
            server.gatekeeper().checkAccess(head);
            logIn();
        } else if (server.gatekeeper().session(head).isPresent()) {
            logIn();
        }
    }

    private void logIn() {
        if (loggedIn) {
            return;
        }
        if (server.loggedIn().incrementAndGet() > settings().connections()) {
            server.loggedIn().decrementAndGet();
            throw new Problem(503, "There are too many connections to the admin port (max-connections)");
        }
        loggedIn = true;
        String agent = head.headers().get(HttpHeaderNames.USER_AGENT, "");
        client.loggedIn(new ClientDescription(
                "admin",
                "",
                agent.isEmpty()
                        ? Optional.empty()
                        : Optional.of(agent.substring(0, Math.min(agent.length(), LONGEST_DRIVER))),
                Optional.empty()));
    }

    private RequestBody newBody() {
        String type = Optional.ofNullable(HttpUtil.getMimeType(head)).orElse("").toString();
        boolean jar = type.equals("application/java-archive") || type.equals("application/octet-stream");
        if (jar && match.route().body() == Body.UPLOAD) {
            return RequestBody.inFile(server.uploads(), settings().uploadBytes(), server.executor());
        }
        // A page of another origin could send text or a form without being asked; JSON it could not.
        if (hasBody() && !type.equals("application/json")) {
            throw new Problem(
                    415,
                    match.route().body() == Body.UPLOAD
                            ? "The body has to be application/java-archive or application/json"
                            : "The body has to be application/json");
        }
        return RequestBody.inMemory(MOST_OF_JSON);
    }

    private boolean hasBody() {
        return HttpUtil.isTransferEncodingChunked(head) || HttpUtil.getContentLength(head, 0L) > 0;
    }

    private void take(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        if (refusal != null) {
            if (last) {
                answer(refusal.response());
            } else {
                leave(refusal);
            }
            return;
        }
        try {
            checkForm(content.decoderResult());
            CompletableFuture<Void> taken = body.add(content.content());
            if (last) {
                taken = taken.thenCompose(added -> body.finish());
            }
            taken.whenComplete((added, failure) -> onLoop(() -> taken(last, failure)));
        } catch (Problem problem) {
            leave(problem);
        }
    }

    private void onLoop(Runnable action) {
        if (context.executor().inEventLoop()) {
            action.run();
        } else {
            context.executor().execute(action);
        }
    }

    private void taken(boolean last, Throwable failure) {
        if (state != State.BODY) {
            return;
        }
        if (failure != null) {
            leave(Failures.problem(failure));
        } else if (last) {
            dispatch();
        } else {
            want();
        }
    }

    private void dispatch() {
        state = State.ANSWERING;
        disarm();
        Request request = new Request(head, client.encrypted(), match.variables(), query, body.bytes(), body.file());
        try {
            CompletableFuture.supplyAsync(() -> match.route().handler().handle(request), server.executor())
                    .thenCompose(Function.identity())
                    .whenComplete((response, failure) -> onLoop(() -> answer(
                            failure == null
                                    ? response
                                    : Failures.problem(failure).response())));
        } catch (RejectedExecutionException e) {
            answer(Failures.problem(e).response());
        }
    }

    /** Refuses a request; one without a body does not end the connection. */
    private void refuse(Problem problem) {
        if (head.decoderResult().isFailure() || hasBody()) {
            leave(problem);
        } else {
            refusal = problem;
            awaitBody();
        }
    }

    private void answer(Response response) {
        state = State.ANSWERING;
        if (body != null) {
            body.discard();
        }
        keepAlive &= !ending && !response.headers().containsKey("Connection");
        arm(settings().requestTime().toMillis(), context::close);
        writer.write(response, !head.method().equals(HttpMethod.HEAD), keepAlive, () -> {
            disarm();
            if (keepAlive && !ending) {
                awaitHead();
            } else {
                context.close();
            }
        });
    }

    /** Says why, and closes as soon as the client has gone on for long enough to read it. */
    private void leave(Problem problem) {
        state = State.LEAVING;
        if (body != null) {
            body.discard();
        }
        writer.write(problem.response(), true, false, () -> {
            arm(LEAVE_MILLIS, context::close);
            want();
        });
    }

    /** Whether the client is on this machine, also where it took the address that others use. */
    private boolean local() {
        return client.channel().remoteAddress() instanceof InetSocketAddress remote
                && client.channel().localAddress() instanceof InetSocketAddress own
                && (remote.getAddress().isLoopbackAddress()
                        || remote.getAddress().equals(own.getAddress()));
    }

    private ConsoleSettings settings() {
        return server.settings().get();
    }

    private void arm(long millis, Runnable over) {
        disarm();
        deadline = context.executor().schedule(over, millis, TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
