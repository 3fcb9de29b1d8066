"""What is counted and timed, for Prometheus. No label holds a person, a screening, an answer or a mark."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.core.grading.grade import Call, Grade
from bot.flow.ports import Counts

SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Meter:
    """All figures of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._marks = self._counter("viva_marks", "Marks given, by who gave them.", "grader", "needs_person")
        self._mark_s = self._histogram("viva_mark_seconds", "Time to mark one answer.", "grader")
        self._calls = self._counter("viva_model_requests", "Requests to the model, by what came of them.", "outcome")
        self._call_s = self._histogram("viva_model_request_seconds", "Time of one request to the model.")
        self._tokens = self._counter("viva_model_tokens", "Tokens sent, taken from the cache, and returned.", "kind")
        self._dollars = self._counter("viva_model_cost_dollars", "What the model has cost, by the prices set.")
        self._sends = self._counter("viva_sends", "Messages given to a platform.", "platform", "outcome")
        self._send_s = self._histogram("viva_send_seconds", "Time that a platform took for a message.", "platform")
        self._limited = self._counter("viva_rate_limits", "Times that a platform asked us to wait.", "platform")
        self._reloads = self._counter("viva_bank_reloads", "Times that the bank was read again.", "outcome")
        self._effects = self._gauge("viva_effects", "Effects in the database that are not done.", "state")
        self._waiting = self._gauge("viva_effects_waiting_seconds", "How long the oldest due effect has waited.")
        self._sessions = self._gauge("viva_sessions", "Screenings in the database.", "state")
        self._answers = self._gauge("viva_answers", "Answers handed in.")
        self._shift = self._gauge("viva_marker_shift", "Mean change of the model's scores since it was admitted.")
        self._drifted = self._gauge("viva_marker_drifted", "1 where the model marks otherwise than when admitted.")

    def marked(self, grade: Grade, seconds: float) -> None:
        """Count a mark and the requests that it took."""
        self._marks.labels(grade.source.value, str(grade.needs_person).lower()).inc()
        self._mark_s.labels(grade.source.value).observe(seconds)
        for call in grade.calls:
            self._called(call)

    def sent(self, platform: str, outcome: str, seconds: float) -> None:
        """Count a message that a platform took, or did not; `outcome` is "ok" or the name of what went wrong."""
        self._sends.labels(platform, outcome).inc()
        self._send_s.labels(platform).observe(seconds)

    def limited(self, platform: str) -> None:
        """Count a request of a platform to wait."""
        self._limited.labels(platform).inc()

    def reloaded(self, *, well: bool) -> None:
        """Count a reading of the bank, and whether it was taken."""
        self._reloads.labels("taken" if well else "refused").inc()

    def watched(self, shift: float, *, drifted: bool) -> None:
        """Keep how far the model has moved since it was admitted; `shift` in shares of full marks."""
        self._shift.set(shift)
        self._drifted.set(int(drifted))

    def page(self, counts: Counts | None, now: datetime) -> bytes:
        """Return all figures as Prometheus reads them; without counts the database could not be asked."""
        if counts is not None:
            for gauge, by_state in ((self._effects, counts.effects), (self._sessions, counts.sessions)):
                gauge.clear()
                for state, number in by_state.items():
                    gauge.labels(state).set(number)
            waited = 0.0 if counts.oldest_due is None else (now - counts.oldest_due).total_seconds()
            self._waiting.set(max(0.0, waited))
            self._answers.set(counts.answers)
        return generate_latest(self.registry)

    def _called(self, call: Call) -> None:
        if call.recalled:
            self._calls.labels("remembered").inc()
            return
        self._calls.labels(call.outcome).inc()
        self._call_s.observe(call.latency / 1000)
        self._tokens.labels("sent").inc(call.prompt_tokens)
        self._tokens.labels("cached").inc(call.cached_tokens)
        self._tokens.labels("returned").inc(call.completion_tokens)
        self._dollars.inc(call.cost)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self.registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, *labels: str) -> Histogram:
        return Histogram(name, what, labels, registry=self.registry, buckets=SECONDS)
