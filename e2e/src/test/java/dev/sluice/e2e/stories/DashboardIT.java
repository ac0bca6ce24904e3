package dev.sluice.e2e.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testkit.Browser;
import dev.sluice.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The dashboard in a real browser, a story for each page. Not run where no Chromium is installed (Debian: apt-get install
 * chromium). With {@code -Dsluice.pictures=FOLDER} the pages are photographed, for docs/images.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardIT {

    private static final List<String> PAGES =
            List.of("overview", "costs", "requests", "cache", "tasks", "experiments", "keys", "playground");
    private static final List<String> QUESTIONS = List.of(
            "How do I get a refund?",
            "How can I get a refund?",
            "How do I get a refund?",
            "When are you open on Sundays?",
            "Which regions are supported?",
            "What regions do you support?",
            "How does the export to Parquet work?",
            "What does the pro plan cost per seat?",
            "Can I bring my own keys?");
    private static final Duration SETTLED = Duration.ofMinutes(2);

    private Browser browser;
    private Client busy;
    private Client admin;

    @BeforeAll
    void open(@TempDir Path profile) throws IOException {
        var chromium = Browser.installed();
        assumeThat(chromium).as("a Chromium on the PATH").isPresent();
        browser = Browser.start(chromium.orElseThrow(), profile);
        admin = new Client(House.stack().adminUrl(), House.stack().adminKey(), "");
        busy = House.newTenant("busy");
        Trial.ofYesterday(busy.tenant(), House.stack().kafka());
        settled(busy, Yesterday.of(busy.tenant(), House.stack().kafka()) + furnish());
    }

    /** Answers in the cache, tasks and limits of the busy tenant; how many chats were answered, of which a machine at its limit refuses some. */
    private int furnish() {
        admin.send(
                "PUT",
                "/admin/tenants/" + busy.tenant(),
                "{\"limits\":{\"requests\":[{\"limit\":2000,\"window\":\"PT1H\"}],\"tokens\":[{\"limit\":40000,\"window\":\"PT1M\"}]},"
                        + "\"budget\":{\"dayUsd\":\"10\",\"monthUsd\":\"25\"}}");
        int answered = 0;
        for (String question : QUESTIONS) {
            answered += busy.chat("gpt-4o-mini", question).status() == 200 ? 1 : 0;
        }
        for (int i = 0; i < 6; i++) {
            String later =
                    i < 4 ? "" : "\"notBefore\":\"%s\",".formatted(Instant.now().plus(Duration.ofHours(i)));
            busy.post(
                    "/background/task",
                    "{\"type\":\"keywords\",\"priority\":\"%s\",%s\"input\":{\"text\":\"A sluice gate controls the flow of water.\"}}"
                            .formatted(i % 3 == 0 ? "high" : "bulk", later));
        }
        return answered;
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothingWentWrongInThePage() {
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void whoHasNoKeyIsAskedForOneAndAWrongOneIsRefused() {
        browser.open(House.stack().baseUrl() + "/dashboard/");
        browser.evaluate("sessionStorage.clear()");
        browser.open(House.stack().baseUrl() + "/dashboard/");
        browser.until("document.activeElement.id === 'key'");

        browser.evaluate("document.getElementById('key').value = 'sk-sl-nobody-knowsthis'");
        browser.click("#key-form button");

        browser.untilShown("This key is not known here");
        assertThat(browser.evaluate("sessionStorage.getItem('sluice.key')").isNull())
                .isTrue();
    }

    @Test
    void somebodySignsInWithTheIdentityProviderAndSeesTheirTenantOnly() {
        Client acme = House.newTenant("viewer");
        acme.chat("gpt-4o-mini", "Seen by whoever signs in");
        settled(acme, 1);
        Map<String, Object> claims = House.issuer().claims(acme.tenant());
        claims.put("scope", "openid dashboard");
        House.issuer().person(claims);
        browser.open(acme.baseUrl() + "/dashboard/");
        browser.evaluate("sessionStorage.clear()");
        browser.open(acme.baseUrl() + "/dashboard/");

        browser.click("#sign-in button");

        browser.untilShown(acme.tenant());
        browser.until(metric("requests") + " === '1'");
        assertThat(browser.evaluate("location.href").asText()).doesNotContain("code=", "state=");
        browser.click("#leave");
        browser.until("!document.getElementById('gate').hidden && sessionStorage.getItem('sluice.key') === null");
    }

    @Test
    void anAdministratorByRoleSignsInOnTheManagementPort() {
        Map<String, Object> claims = House.issuer().claims("acme");
        claims.put("realm", Map.of("roles", List.of("sluice-admin")));
        House.issuer().person(claims);
        browser.open(admin.baseUrl() + "/dashboard/");
        browser.evaluate("sessionStorage.clear()");
        browser.open(admin.baseUrl() + "/dashboard/");

        browser.click("#sign-in button");

        browser.untilShown("By tenant");
        browser.untilShown(busy.tenant());
        browser.click("#leave");
    }

    @Test
    void aKeyIsTypedOnceAndIsNeitherInThePageNorInTheAddress() {
        Client acme = House.newTenant("viewer");
        browser.open(acme.baseUrl() + "/dashboard/");
        browser.evaluate("sessionStorage.clear()");
        browser.open(acme.baseUrl() + "/dashboard/");
        browser.until("!document.getElementById('gate').hidden");

        browser.evaluate("document.getElementById('key').value = " + Browser.quoted(acme.key()));
        browser.click("#key-form button");

        browser.untilShown("No requests yet");
        browser.untilShown(acme.tenant());
        assertThat(everything()).doesNotContain(acme.key());
        browser.click("#leave");
        browser.until("!document.getElementById('gate').hidden && sessionStorage.getItem('sluice.key') === null");
    }

    @Test
    void theOverviewFollowsWhatHappens() {
        Client acme = House.newTenant("viewer");
        for (int i = 0; i < 3; i++) {
            acme.chat("gpt-4o-mini", "Show me number " + (i % 2) + " on the page");
        }
        settled(acme, 3);

        show(acme, "overview");
        browser.until(metric("requests") + " === '3'");
        browser.untilShown("gpt-4o-mini");
        acme.chat("gpt-4o-mini", "One more while somebody looks");

        browser.until(metric("requests") + " === '4'");
        assertThat(everything()).doesNotContain(acme.key());
    }

    @Test
    void aPageThatNobodySeesGivesItsConnectionBack() {
        show(busy, "overview");
        ready("overview");
        browser.evaluate("""
                const send = window.fetch;
                window.fetch = (to, how) => {
                  if (String(to).includes('/analytics/live')) window.stream = how.signal;
                  return send(to, how);
                };
                document.querySelector('#range input:checked').dispatchEvent(new Event('change', { bubbles: true }))""");
        browser.until("window.stream && !window.stream.aborted");

        var ended = browser.evaluate("""
                Object.defineProperty(document, 'hidden', { value: true, configurable: true });
                document.dispatchEvent(new Event('visibilitychange'));
                window.stream.aborted""");

        assertThat(ended.asBoolean()).isTrue();
    }

    @Test
    void costsAreFollowedFromAModelToItsKeys() {
        show(busy, "costs");
        browser.until("document.querySelector('.plot canvas')");
        browser.untilShown("gpt-4o-mini");

        browser.evaluate("[...document.querySelectorAll('td a')].find(a => a.textContent === 'gpt-4o').click()");

        browser.untilShown("model: gpt-4o");
        browser.until("location.hash.includes('model=gpt-4o') && document.body.innerText.includes('By project')");
        long told =
                busy.get("/analytics/costs?by=project&model=gpt-4o").json().path("rows").findValues("costNano").stream()
                        .mapToLong(cost -> cost.asLong())
                        .sum();
        assertThat(told).isPositive();
        browser.until("Number(document.querySelector('[data-metric=spent]').dataset.value) === " + told);
    }

    @Test
    void costsAreToldByTheTemplateThatWasFilled() {
        Client acme = House.newTenant("viewer");
        await().atMost(SETTLED)
                .until(() -> acme.post("/optimize/templates/greeting", "{\"text\": \"Greet our visitors.\"}")
                                .status()
                        < 300);
        await().atMost(SETTLED)
                .until(() -> acme.post("/v1/chat/completions", """
                                        {"model": "gpt-4o-mini", "template": {"name": "greeting"}}""").status() == 200);

        show(acme, "costs");
        press("Template");

        browser.untilShown("greeting@1");
    }

    @Test
    void aChartIsReadWithTheKeyboard() {
        show(busy, "costs");
        browser.until("document.querySelector('.plot canvas')");

        browser.evaluate("document.querySelector('.plot').focus()");
        browser.press("ArrowLeft", 37);

        browser.until(
                "!document.querySelector('.tip').hidden && document.querySelector('.tip').innerText.includes('gpt-4o-mini')");
        browser.press("Escape", 27);
        browser.until("document.querySelector('.tip').hidden");
    }

    @Test
    void oneRequestIsExplained() {
        Client acme = House.newTenant("viewer");
        acme.chat("gpt-4o-mini", "Why did this go as it did?");
        acme.chat("gpt-4o-mini", "Why did this go as it did?");
        settled(acme, 2);

        show(acme, "requests");
        browser.click("tr.pick a");

        browser.untilShown("Cache: exact hit");
        browser.untilShown("Limits: admitted");
        browser.evaluate("document.querySelectorAll('tr.pick a')[1].click()");
        browser.untilShown("Cache: miss");
        browser.untilShown("sent it to gpt-4o-mini");
    }

    @Test
    void anAnswerIsFoundInTheCacheAndDeleted() {
        Client acme = House.newTenant("viewer");
        acme.chat("gpt-4o-mini", "What is kept in the cache of this tenant?");
        await().atMost(SETTLED)
                .until(() -> acme.get("/cache/keys").json().path("total").asInt() == 1);

        show(acme, "cache");
        browser.untilShown("What is kept in the cache of this tenant?");
        browser.click("button.danger");

        browser.untilShown("Nothing is kept.");
        await().atMost(SETTLED)
                .until(() -> acme.get("/cache/keys").json().path("total").asInt() == 0);
    }

    @Test
    void aTaskIsWatchedAndAnotherOneCancelled() {
        Client acme = House.newTenant("viewer");
        acme.post(
                "/background/task",
                "{\"type\":\"keywords\",\"input\":{\"text\":\"A sluice gate controls the flow of water.\"}}");
        String later = acme.post(
                        "/background/task",
                        "{\"type\":\"keywords\",\"priority\":\"low\",\"notBefore\":\"%s\",\"input\":{\"text\":\"Later.\"}}"
                                .formatted(Instant.now().plus(Duration.ofDays(1))))
                .json()
                .path("id")
                .asText();

        show(acme, "tasks");
        browser.untilShown("succeeded");
        browser.click("button[aria-label='Cancel task " + later + "']");

        await().atMost(SETTLED)
                .until(() -> acme.get("/background/task/" + later)
                        .json()
                        .path("state")
                        .asText()
                        .equals("cancelled"));
        browser.untilShown("cancelled");
    }

    @Test
    void aTaskThatDiedIsReplayedAndSucceeds() {
        Client acme = House.newTenant("viewer");
        House.upstream().onModel("gpt-dies", Script.error(500));
        String id = acme.post(
                        "/background/task",
                        "{\"type\":\"summary\",\"input\":{\"model\":\"gpt-dies\",\"text\":\"A sluice gate controls the flow of water. It is old.\"}}")
                .json()
                .path("id")
                .asText();
        await().atMost(SETTLED).until(() -> state(acme, id).equals("dead"));
        House.upstream().onModel("gpt-dies", Script.say("Gates control water."));

        show(acme, "tasks");
        browser.untilShown("dead");
        browser.click("button[aria-label='Replay task " + id + "']");

        browser.untilShown("is queued anew");
        await().atMost(SETTLED).until(() -> state(acme, id).equals("succeeded"));
        browser.untilShown("succeeded");
    }

    @Test
    void anExperimentIsStartedAndStoppedOnThePage() {
        Client acme = House.newTenant("viewer");
        define(acme, "by-hand");
        show(acme, "experiments");
        browser.click("td a[href*='by-hand']");
        browser.untilShown("draft");

        press("Start");
        browser.until("document.querySelector('.chip.run')?.textContent === 'running'");
        assertThat(experiment(acme, "by-hand").at("/experiment/state").asText()).isEqualTo("running");
        press("Stop");

        browser.untilShown("stopped on the dashboard");
        assertThat(experiment(acme, "by-hand").at("/experiment/state").asText()).isEqualTo("stopped");
        press("Delete");
        browser.untilShown("Nothing is tried yet");
    }

    @Test
    void anExperimentThatDoesHarmIsShownRolledBackWithItsReason() {
        Client acme = House.newTenant("viewer");
        House.upstream().onModel("gpt-harms", Script.error(400, "no such thing"));
        define(acme, "does-harm");
        assertThat(acme.post("/analytics/experiments/does-harm/start", "{}").status())
                .isEqualTo(200);
        await().atMost(SETTLED)
                .until(() -> !acme.chat("gpt-4o", "probe", "x-sluice-session", "probe")
                        .header("x-sluice-experiment")
                        .isEmpty());
        for (int i = 0; i < 90; i++) {
            acme.chat("gpt-4o", "hello " + i, "x-sluice-session", "s" + i, "x-sluice-cache", "off");
        }

        show(acme, "experiments");
        browser.untilShown("rolled back");
        browser.click("td a[href*='does-harm']");

        browser.untilShown("by guardrail");
        browser.untilShown("Switch off other: error_rate is worse");
    }

    @Test
    void anAdministratorRollsBackAnExperimentAndEverybodyGetsTheControl() {
        Client acme = House.newTenant("viewer");
        define(acme, "by-chief");
        assertThat(acme.post("/analytics/experiments/by-chief/start", "{}").status())
                .isEqualTo(200);
        assertThat(acme.chat("gpt-4o-mini", "somebody to look at").status()).isEqualTo(200);
        settled(acme, 1);
        browser.open(admin.baseUrl() + "/dashboard/#key=" + admin.key());
        browser.until("[...document.querySelectorAll('#pick option')].some(o => o.value === '" + acme.tenant() + "')");
        browser.evaluate("document.getElementById('pick').value = '" + acme.tenant() + "'");
        browser.evaluate("document.getElementById('pick').dispatchEvent(new Event('change'))");
        browser.evaluate("location.hash = '#/experiments?name=by-chief'");

        press("Roll back now");
        assertThat(experiment(acme, "by-chief").at("/experiment/state").asText())
                .isEqualTo("running");
        press("Sure?");

        browser.untilShown("rolled back on the dashboard");
        assertThat(experiment(acme, "by-chief").at("/experiment/state").asText())
                .isEqualTo("rolled_back");
        await().atMost(SETTLED)
                .until(() -> acme.chat("gpt-4o", "hello")
                        .header("x-sluice-experiment")
                        .equals("by-chief;variant=control;rolled-back"));
    }

    @Test
    void limitsAndTheForecastOfTheMonthAreShown() {
        Client acme = House.newTenant("viewer");
        assertThat(admin.send(
                                "PUT",
                                "/admin/tenants/" + acme.tenant(),
                                "{\"limits\":{\"requests\":[{\"limit\":40,\"window\":\"PT1H\"}]},\"budget\":{\"monthUsd\":\"25\"}}")
                        .status())
                .isLessThan(300);
        acme.chat("gpt-4o-mini", "This counts as one of forty");
        settled(acme, 1);

        show(acme, "keys");

        browser.untilShown("1 of 40");
        browser.untilShown("of $25.00");
        browser.until("document.querySelector('[role=progressbar]').getAttribute('aria-valuenow') !== null");
    }

    @Test
    void aChatIsStreamedAndTheSecondOneComesFromTheCache() {
        Client acme = House.newTenant("viewer");
        show(acme, "playground");
        browser.until("document.querySelector('.play select option[value=local]')");
        browser.click(".play button[type=submit]");

        browser.untilShown("cache miss");
        browser.until(metric("tokens") + " !== '…' && " + metric("cost") + " !== '…'");
        String first = browser.evaluate("document.querySelector('.answer').textContent")
                .asText();
        browser.click(".play button[type=submit]");

        browser.untilShown("cache hit");
        browser.until("!document.querySelector('.answer').classList.contains('waiting')");
        assertThat(browser.evaluate("document.querySelector('.answer').textContent")
                        .asText())
                .isNotBlank()
                .isEqualTo(first);
        browser.untilShown("Why it went as it did");
    }

    @Test
    void aNetworkThatIsAwayIsSaidAndForgottenWhenItIsBack() {
        show(busy, "costs");
        browser.untilShown("gpt-4o-mini");

        browser.offline(true);
        browser.untilShown("The gateway does not answer");
        browser.offline(false);

        browser.until("document.getElementById('problem').hidden");
    }

    @Test
    void aKeyThatMayNotSeeAPageIsTold() {
        String tenant = House.newTenant("scoped").tenant();
        String key = admin.post("/admin/keys", "{\"tenant\":\"%s\",\"scopes\":[\"dashboard\"]}".formatted(tenant))
                .json()
                .path("key")
                .asText();

        show(new Client(House.stack().baseUrl(), key, tenant), "tasks");

        browser.untilShown("This key may not see it");
    }

    @Test
    void anAdministratorSeesAllTenantsAndMakesAndRevokesAKey() {
        browser.open(admin.baseUrl() + "/dashboard/#key=" + admin.key());
        browser.untilShown("By tenant");
        browser.untilShown(busy.tenant());
        assertThat(everything()).doesNotContain(admin.key());

        browser.until("[...document.querySelectorAll('#pick option')].some(o => o.value === '" + busy.tenant() + "')");
        browser.evaluate("document.getElementById('pick').value = '" + busy.tenant() + "'");
        browser.evaluate("document.getElementById('pick').dispatchEvent(new Event('change'))");
        browser.until(
                "location.hash === '#/overview' && Number(document.querySelector('[data-metric=requests]')?.dataset.value) > 2000");
        browser.evaluate("location.hash = '#/requests'");
        browser.until("document.querySelectorAll('tr.pick').length > 5");

        String tenant = "made-" + Long.toString(System.nanoTime(), 36);
        browser.evaluate("location.hash = '#/allkeys'");
        browser.until("document.querySelector('input[name=tenant]')");
        browser.evaluate("document.querySelector('input[name=tenant]').value = '" + tenant + "'");
        browser.click("form[aria-label='A new key'] button");
        browser.untilShown("It is shown this once");
        Client made = new Client(
                House.stack().baseUrl(),
                browser.evaluate("document.querySelector('pre.code').textContent")
                        .asText(),
                tenant);
        await().atMost(SETTLED).until(() -> made.get("/v1/models").status() == 200);

        browser.until("[...document.querySelectorAll('tr')].some(row => row.innerText.includes('" + tenant + "'))");
        String revoke =
                "[...document.querySelectorAll('tr')].find(row => row.innerText.includes('%s')).querySelector('button')"
                        .formatted(tenant);
        browser.evaluate(revoke + ".click()");
        browser.evaluate(revoke + ".click()");
        await().atMost(SETTLED).until(() -> made.get("/v1/models").status() == 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void noPageHasASeriousFlawForPeopleWhoCannotSeeItWell(String theme) throws IOException {
        String axe = axe();
        browser.theme(theme);
        show(busy, "overview");
        for (String page : PAGES) {
            browser.evaluate("location.hash = '#/" + page + "'");
            ready(page);
            if (page.equals("requests")) {
                browser.click("tr.pick a");
                browser.untilShown("Limits: admitted");
            } else if (page.equals("experiments")) {
                browser.untilShown("mini is better than the control");
                browser.click("td a[href*='" + Trial.NAME + "']");
                browser.untilShown("What was measured");
            } else if (page.equals("playground")) {
                browser.click(".play button[type=submit]");
                browser.until(metric("cost") + " && " + metric("cost") + " !== '…'");
            }
            browser.evaluate(axe);
            String flaws = browser.evaluate(
                            "axe.run().then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')"
                                    + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')).join('\\n'))")
                    .asText();
            assertThat(flaws).as(page + " in " + theme).isEmpty();
            String pictures = System.getProperty("sluice.pictures");
            if (pictures != null) {
                browser.picture(
                        Path.of(pictures, "dashboard-" + page + (theme.equals("light") ? "" : "-dark") + ".webp"));
            }
        }
        browser.theme("light");
    }

    /** The page with a client's key, as a link of the launcher would open it. */
    private void show(Client client, String page) {
        browser.open(House.stack().baseUrl() + "/dashboard/#key=" + client.key());
        browser.until("location.hash === ''");
        browser.evaluate("location.hash = '#/" + page + "'");
        browser.until("document.querySelector('.page-" + page + "')");
    }

    private void ready(String page) {
        browser.until(
                "document.querySelector('.page-%s')?.childElementCount && document.getElementById('main').getAttribute('aria-busy') === 'false'"
                        .formatted(page));
    }

    private static void define(Client client, String name) {
        await().atMost(SETTLED)
                .until(() -> client.post("/analytics/experiments", """
                                        {"name": "%s", "model": "gpt-4o", "metric": "cost_per_call",
                                         "variants": [{"name": "control"}, {"name": "other", "model": "gpt-harms"}],
                                         "guardrails": [{"metric": "error_rate", "tolerated": 0.2}]}""".formatted(name))
                                .status()
                        == 201);
    }

    private static JsonNode experiment(Client client, String name) {
        return client.get("/analytics/experiments/" + name).json();
    }

    private static String state(Client client, String task) {
        return client.get("/background/task/" + task).json().path("state").asText();
    }

    /** Presses the button with these words. */
    private void press(String words) {
        String button = "[...document.querySelectorAll('.page button')].find(b => b.textContent === '" + words + "')";
        browser.until(button);
        browser.evaluate(button + ".click()");
    }

    private String everything() {
        return browser.evaluate("document.documentElement.outerHTML + location.href")
                .asText();
    }

    private static String metric(String name) {
        return "document.querySelector('[data-metric=%s]')?.textContent".formatted(name);
    }

    private static void settled(Client client, int requests) {
        await().atMost(SETTLED)
                .until(() -> client.get("/analytics/overview")
                                .json()
                                .path("requests")
                                .asInt()
                        >= requests);
    }

    private static String axe() throws IOException {
        try (InputStream in = Objects.requireNonNull(DashboardIT.class.getResourceAsStream("/axe.min.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
