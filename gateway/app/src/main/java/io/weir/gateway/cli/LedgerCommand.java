package io.weir.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.gateway.StoredLedger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ledger",
        description = "Prints the accounts of a gateway as JSON. Exit code 4 when they do not balance.",
        mixinStandardHelpOptions = true)
final class LedgerCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(paramLabel = "URL|DATA_DIR", description = "a running gateway's page, or a data directory")
    @SuppressWarnings("NullAway.Init")
    private String where;

    @Option(names = "--token-env", paramLabel = "NAME", description = "variable that holds the page's password")
    private String tokenVariable = "";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        JsonNode ledger = where.startsWith("http://") || where.startsWith("https://")
                ? json.readTree(fetch())
                : json.valueToTree(
                        StoredLedger.of(StoredBuffer.inspect(Path.of(where))).asMap());
        spec.commandLine()
                .getOut()
                .println(json.writerWithDefaultPrettyPrinter().writeValueAsString(ledger));
        return ledger.path("balanced").asBoolean() ? Exit.DONE : Exit.DAMAGE;
    }

    private String fetch() throws IOException, InterruptedException {
        URI uri = URI.create(where.replaceAll("/+$", "").replaceAll("/api/v1/ledger$", "") + "/api/v1/ledger");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        String token = tokenVariable.isEmpty() ? "" : System.getenv().getOrDefault(tokenVariable, "");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + " answers " + answer.statusCode()
                    + (answer.statusCode() == 401 ? "; give the password with --token-env" : ""));
        }
        return answer.body();
    }
}
