/** What bin/launcher of the Trino distribution runs, for a server that .ci/trino put together from its parts. */
public class StartTrino {
    public static void main(String[] version) {
        new io.trino.server.Server().start(version[0]);
    }
}
