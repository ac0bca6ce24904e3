package dev.sluice.local.doctor;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether Kafka answers at the address it is said to have and at those it tells, and has the topics. */
public final class KafkaLook {

    /** Every topic of the suite; the contracts have the same list with partitions and settings. */
    public static final Set<String> TOPICS = Set.of(
            "sluice.events",
            "sluice.control",
            "sluice.documents",
            "sluice.templates",
            "sluice.optimizer.feedback",
            "sluice.files",
            "sluice.files.chunks",
            "sluice.batches",
            "sluice.batches.lines",
            "sluice.tasks.cmd.critical",
            "sluice.tasks.cmd.high",
            "sluice.tasks.cmd.normal",
            "sluice.tasks.cmd.low",
            "sluice.tasks.cmd.bulk",
            "sluice.tasks.state",
            "sluice.tasks.result",
            "sluice.tasks.dlq",
            "sluice.tasks.webhooks");

    private static final int CLUSTER = 3;

    private KafkaLook() {}

    static List<Finding> at(Patient patient) {
        Optional<String> named = patient.variable("SLUICE_KAFKA_BOOTSTRAP")
                .or(() -> Optional.ofNullable(patient.runs().get("kafka")).map(port -> "127.0.0.1:" + port));
        if (named.isEmpty()) {
            return List.of(Finding.well("Kafka: ./sluice up starts a broker of its own"));
        }
        List<Finding> findings = new ArrayList<>();
        for (String address : named.get().split(",", -1)) {
            int colon = address.lastIndexOf(':');
            String port = address.substring(colon + 1).strip();
            if (colon > 0 && port.matches("\\d{1,5}")) {
                Optional<KafkaWire.Cluster> cluster =
                        ask(address.substring(0, colon).strip(), Integer.parseInt(port), findings);
                if (cluster.isPresent()) {
                    findings.addAll(told(cluster.get()));
                    return findings;
                }
            }
        }
        return findings;
    }

    private static Optional<KafkaWire.Cluster> ask(String host, int port, List<Finding> findings) {
        try {
            KafkaWire.Cluster cluster = KafkaWire.ask(host, port);
            findings.add(Finding.well("Kafka answers at " + host + ":" + port + ", "
                    + cluster.brokers().size() + " broker(s)"));
            return Optional.of(cluster);
        } catch (EOFException closed) {
            findings.add(Finding.doubtful(
                    "What listens at " + host + ":" + port
                            + " closed the line: it wants TLS or an account, or is no Kafka.",
                    "Plain listeners only are looked at. With TLS or SASL, give the services sluice.kafka.properties.*"
                            + " and see what they say at their start."));
        } catch (IOException e) {
            findings.add(
                    Finding.bad(
                            "Kafka does not answer at " + host + ":" + port + ": " + Line.reason(e),
                            "Start it, or set SLUICE_KAFKA_BOOTSTRAP to where it is; unset, ./sluice up starts a broker itself."));
        }
        return Optional.empty();
    }

    private static List<Finding> told(KafkaWire.Cluster cluster) {
        List<Finding> findings = new ArrayList<>();
        cluster.brokers().forEach(broker -> advertised(broker).ifPresent(findings::add));
        var missing = new TreeSet<>(TOPICS);
        for (KafkaWire.Topic topic : cluster.topics()) {
            if (missing.remove(topic.name())) {
                health(topic, cluster.brokers().size()).ifPresent(findings::add);
            }
        }
        if (missing.isEmpty()) {
            findings.add(Finding.well("All " + TOPICS.size() + " topics are there"));
        } else {
            findings.add(Finding.doubtful(
                    "Topics that are not there yet: " + String.join(", ", missing),
                    "The services make them when they start, if their account may; else the chart's topics Job does"
                            + " (kafka.topicsJob.enabled)."));
        }
        return findings;
    }

    private static Optional<Finding> advertised(KafkaWire.Broker broker) {
        try {
            Line.connect(broker.host(), broker.port(), false).close();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(Finding.bad(
                    "A broker says it is at " + broker.host() + ":" + broker.port() + ", where it cannot be reached: "
                            + Line.reason(e),
                    "Set its advertised.listeners to an address that this machine reaches."));
        }
    }

    private static Optional<Finding> health(KafkaWire.Topic topic, int brokers) {
        if (topic.leaderless() > 0) {
            return Optional.of(Finding.bad(
                    topic.leaderless() + " of " + topic.partitions() + " partitions of " + topic.name()
                            + " have no leader.",
                    "Bring the brokers back that hold them."));
        }
        if (brokers >= CLUSTER && topic.replicas() < 2) {
            return Optional.of(
                    Finding.doubtful(
                            topic.name() + " has one replica in a cluster of " + brokers
                                    + ": with its broker it is lost.",
                            "Raise it with kafka-reassign-partitions.sh; SLUICE_KAFKA_REPLICATION counts for new topics only."));
        }
        return Optional.empty();
    }
}
