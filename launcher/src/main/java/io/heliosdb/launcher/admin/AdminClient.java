package io.heliosdb.launcher.admin;

import io.heliosdb.launcher.Json;
import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.home.Home;
import io.heliosdb.launcher.home.HomeLock;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The admin port of the server that runs in a home, with the token that lies there. */
public final class AdminClient {
    private static final Duration CONNECTS = Duration.ofSeconds(5);
    /** Longer than the server waits for anything. */
    private static final Duration ANSWERS = Duration.ofMinutes(11);

    private static final String API = "/api/v1/";
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<String> EVERYWHERE = List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");
    private static final int FIRST_FAILURE = 400;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTS)
            .build();
    private final String base;
    private final String token;

    private AdminClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** @throws LaunchException where no server runs there, or its admin port or token cannot be used */
    public static AdminClient of(Home home) throws LaunchException {
        if (HomeLock.holder(home).isEmpty() && Files.notExists(home.serverFile())) {
            throw notRunning(home, null);
        }
        try {
            Answer server = Answer.of(Files.readString(home.serverFile()));
            long port = server.object("ports").integer("admin");
            if (port == 0) {
                throw new LaunchException("The server of " + home.root() + " has no admin port: set port.admin in "
                        + gatewayFile(home) + " and start it again");
            }
            String token = Files.readString(home.adminToken()).strip();
            return new AdminClient("http://" + host(home) + ":" + port, token);
        } catch (NoSuchFileException e) {
            throw notRunning(home, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException(
                    "The server of " + home.root() + " cannot be asked: " + e + "; run this as the server's user", e);
        }
    }

    private static LaunchException notRunning(Home home, Exception cause) {
        return new LaunchException(
                "No server runs in " + home.root() + "; start one with: heliosdb serve --home " + home.root()
                        + ", or name another home with --home",
                cause);
    }

    private static Path gatewayFile(Home home) {
        return home.etc().resolve("io.heliosdb.gateway.cfg");
    }

    /** Where the port is reached from this machine. */
    private static String host(Home home) throws IOException {
        Properties configuration = new Properties();
        try (Reader reader = Files.newBufferedReader(gatewayFile(home))) {
            configuration.load(reader);
        } catch (NoSuchFileException | FileNotFoundException e) {
            // Then everything is as it is by default.
        }
        String bind = configuration.getProperty("bind.admin", LOOPBACK).strip();
        String host = EVERYWHERE.contains(bind) ? LOOPBACK : bind;
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** @param path below {@code /api/v1/} */
    public Answer get(String path) throws LaunchException {
        return send(request(path).GET());
    }

    public Answer delete(String path) throws LaunchException {
        return send(request(path).DELETE());
    }

    public Answer post(String path, Map<String, ?> wishes) throws LaunchException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.object(wishes))));
    }

    /** Sends a file as the body. */
    public Answer upload(String path, Path file) throws LaunchException {
        try {
            return send(request(path)
                    .header("Content-Type", "application/java-archive")
                    .POST(BodyPublishers.ofFile(file)));
        } catch (FileNotFoundException e) {
            throw new LaunchException(file + " cannot be read", e);
        }
    }

    /** A parameter's value as it stands in an address. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + API + path))
                .header("Authorization", "Bearer " + token)
                .timeout(ANSWERS);
    }

    private Answer send(HttpRequest.Builder request) throws LaunchException {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Answer answer = response.body().isEmpty() ? Answer.of("{}") : Answer.of(response.body());
            if (response.statusCode() >= FIRST_FAILURE) {
                throw new RefusedException(answer);
            }
            return answer;
        } catch (IOException e) {
            throw new LaunchException(
                    "The admin port " + base + " does not answer: " + e + "; does the server still run?", e);
        } catch (IllegalArgumentException e) {
            throw new LaunchException("The admin port " + base + " does not answer in JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("The answer was not waited for", e);
        }
    }
}
