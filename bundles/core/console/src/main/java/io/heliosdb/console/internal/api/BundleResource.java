package io.heliosdb.console.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliosdb.console.internal.Services;
import io.heliosdb.console.internal.http.Problem;
import io.heliosdb.console.internal.http.Request;
import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Route.Access;
import io.heliosdb.console.internal.http.Route.Body;
import io.heliosdb.console.internal.http.Routes;
import io.heliosdb.spi.configuration.Form;
import io.heliosdb.spi.operation.BundleDeployer;
import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.DeploymentState;
import io.heliosdb.spi.operation.Deployments;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Bundles and what they bring: looked at, installed, drained, admitted, probed, removed. */
final class BundleResource {
    private static final String PATH = "/api/v1/bundles";
    private static final String ONE = PATH + "/{bundle}";
    private static final int ALL = BundleDeployer.ALL;

    /** Longer than any probe may take. */
    private static final long INSTALL_MINUTES = 10;

    private static final int LONGEST_WAIT_SECONDS = 300;
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,150}\\.jar");
    private static final Form<Integer> PERCENT = Form.number(1, ALL);
    private static final Form<Integer> WAIT = Form.number(0, LONGEST_WAIT_SECONDS);

    private final Services services;

    BundleResource(Services services) {
        this.services = services;
    }

    void addTo(Routes routes) {
        routes.get(
                PATH,
                request -> Response.ok(Map.of(
                        "bundles", deployer().list().stream().map(Views::bundle).toList())));
        routes.add(HttpMethod.POST, PATH, Access.TOKEN, Body.UPLOAD, this::install);
        routes.get(ONE, request -> Response.ok(Views.bundle(bundle(request.number("bundle")))));
        routes.add(HttpMethod.DELETE, ONE, Access.TOKEN, Body.NONE, this::remove);
        routes.add(HttpMethod.POST, ONE + "/drain", Access.TOKEN, Body.JSON, this::drain);
        routes.add(HttpMethod.POST, ONE + "/admit", Access.TOKEN, Body.JSON, Routes.at(this::admit));
        routes.add(HttpMethod.POST, ONE + "/probe", Access.TOKEN, Body.JSON, this::probe);
        routes.get(
                "/api/v1/deployments",
                request -> Response.ok(Map.of(
                        "deployments",
                        services.need(Deployments.class, "Deployments").list().stream()
                                .map(Views::deployment)
                                .toList())));
    }

    private BundleDeployer deployer() {
        return services.need(BundleDeployer.class, "Bundles");
    }

    private DeployedBundle bundle(long id) {
        return find(bundle -> bundle.id() == id).orElseThrow(() -> new Problem(404, "There is no bundle " + id));
    }

    private Optional<DeployedBundle> find(Predicate<DeployedBundle> wanted) {
        return deployer().list().stream().filter(wanted).findFirst();
    }

    private CompletionStage<Response> install(Request request) {
        BundleDeployer deployer = deployer();
        boolean uploaded = request.upload().isPresent();
        JsonNode wishes = uploaded ? null : request.json();
        boolean force = uploaded ? request.flag("force") : wishes.path("force").asBoolean(false);
        int share = share(uploaded ? request.query().get("share") : text(wishes, "share"));
        Duration time = time(uploaded ? request.query().get("time") : text(wishes, "time"));
        Path jar = uploaded
                ? named(request.upload().get(), request.query().get("name"))
                : onServer(wishes.path("path").asText());
        CompletionStage<DeployedBundle> installing =
                share == ALL ? deployer.install(jar, force) : deployer.install(jar, force, share, time);
        return installing
                .toCompletableFuture()
                .orTimeout(INSTALL_MINUTES, TimeUnit.MINUTES)
                .whenComplete((bundle, failure) -> forget(uploaded, jar))
                .thenApply(BundleResource::installed);
    }

    private static Response installed(DeployedBundle bundle) {
        if (bundle.state() == DeploymentState.REFUSED) {
            throw new Problem(
                    422,
                    bundle.reason().isEmpty() ? "The bundle was refused" : bundle.reason(),
                    Map.of("bundle", Views.bundle(bundle)));
        }
        return Response.json(201, Views.bundle(bundle)).with("Location", PATH + "/" + bundle.id());
    }

    /** Gives an upload its own name, in a folder of its own. */
    private static Path named(Path upload, String name) {
        if (name == null || !FILE_NAME.matcher(name).matches()) {
            throw new Problem(
                    400,
                    "name: " + (name == null ? "missing" : "\"" + name + "\"")
                            + " (expected: the file's name, letters, digits and . _ + -, ending in .jar)");
        }
        try {
            Path folder = Files.createTempDirectory(upload.getParent(), "install");
            return Files.move(upload, folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void forget(boolean uploaded, Path jar) {
        if (uploaded) {
            try {
                Files.deleteIfExists(jar);
                Files.deleteIfExists(jar.getParent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path onServer(String path) {
        try {
            Path file = Path.of(path);
            if (file.isAbsolute() && Files.isRegularFile(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new Problem(400, "path: \"" + path + "\" (expected: the absolute path of a jar on the server)");
    }

    private CompletionStage<Response> drain(Request request) {
        long id = bundle(request.number("bundle")).id();
        return within(request, deployer().drain(id), "draining");
    }

    private CompletionStage<Response> remove(Request request) {
        long id = bundle(request.number("bundle")).id();
        return within(request, deployer().remove(id), "draining");
    }

    /** Waits for as long as the client wishes (200), then says that it goes on (202). */
    private static CompletionStage<Response> within(Request request, CompletionStage<Void> work, String meanwhile) {
        int wait = Request.read("wait", request.query().getOrDefault("wait", "0"), WAIT);
        return work.thenApply(done -> Response.ok(Map.of("state", "done")))
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(
                        Response.json(202, Map.of("state", meanwhile)),
                        Math.max(wait * 1000L, 100),
                        TimeUnit.MILLISECONDS);
    }

    private Response admit(Request request) {
        JsonNode wishes = request.json();
        int share = share(text(wishes, "share"));
        Duration time = time(text(wishes, "time"));
        DeployedBundle before = bundle(request.number("bundle"));
        deployer().admit(before.id(), share, time);
        // What was refused has another number now, or none yet.
        return Response.ok(Views.bundle(find(bundle -> bundle.id() == before.id())
                .or(() -> find(bundle -> bundle.file().equals(before.file())))
                .orElse(before)));
    }

    private CompletionStage<Response> probe(Request request) {
        long id = bundle(request.number("bundle")).id();
        CompletableFuture<DeployedBundle> probing = deployer().probe(id).toCompletableFuture();
        return probing.copy()
                .orTimeout(INSTALL_MINUTES, TimeUnit.MINUTES)
                .thenApply(bundle -> Response.ok(Views.bundle(bundle)));
    }

    private static String text(JsonNode wishes, String name) {
        return wishes.hasNonNull(name) ? wishes.get(name).asText() : null;
    }

    private static int share(String text) {
        return text == null ? ALL : Request.read("share", text, PERCENT);
    }

    private static Duration time(String text) {
        return text == null ? Duration.ZERO : Request.read("time", text, Form.duration());
    }

    /** The states in which bundles are, for whoever counts them. */
    static List<DeployedBundle> listed(Services services) {
        return services.find(BundleDeployer.class).map(BundleDeployer::list).orElse(List.of());
    }
}
