"""Why the hub refused, in plain words and as problem+json (RFC 9457). What was sent is never quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from dematassist import wire
from dematassist.hub.language import of_request
from dematassist.wire import ProblemCode as Code

if TYPE_CHECKING:
    from starlette.requests import Request

STATUS: dict[Code, int] = {
    Code.NOT_FOUND: 404,
    Code.METHOD: 405,
    Code.NOT_JSON: 400,
    Code.NOT_EXPECTED: 422,
    Code.TOO_LARGE: 413,
    Code.TOO_DEEP: 422,
    Code.TOO_SLOW: 408,
    Code.KEY_MISMATCH: 422,
    Code.OTHER_CONTENT: 409,
    Code.OTHER_SENDER: 403,
    Code.KEY_UNKNOWN: 403,
    Code.KEY_REVOKED: 403,
    Code.SIGNATURE: 403,
    Code.CODE: 403,
    Code.REVISION: 409,
    Code.TOO_MANY: 429,
    Code.BUSY: 503,
    Code.BROKEN: 500,
}

_SAID: dict[Code, tuple[str, str, str, str]] = {
    Code.NOT_FOUND: (
        "Il n’y a rien à cette adresse.",
        "Vérifiez l’adresse.",
        "There is nothing at this address.",
        "Check the address.",
    ),
    Code.METHOD: (
        "Cette adresse ne répond pas à cette demande.",
        "La description du service dit ce qui est possible.",
        "This address does not answer this request.",
        "The description of the service says what is possible.",
    ),
    Code.NOT_JSON: (
        "Le message n’est pas lisible.",
        "Un message en JSON, en UTF-8, est attendu.",
        "The message cannot be read.",
        "A message in JSON, in UTF-8, is expected.",
    ),
    Code.NOT_EXPECTED: (
        "Un champ du message n’est pas celui attendu.",
        "Corrigez ce champ, puis envoyez de nouveau.",
        "A field of the message is not as expected.",
        "Correct this field, then send again.",
    ),
    Code.TOO_LARGE: (
        "Le message est trop grand.",
        "Un message a 64 Kio au plus.",
        "The message is too large.",
        "A message has 64 KiB at most.",
    ),
    Code.TOO_DEEP: (
        "Le message est trop imbriqué.",
        "Un message a huit niveaux au plus.",
        "The message is nested too deeply.",
        "A message has eight levels at most.",
    ),
    Code.TOO_SLOW: (
        "Le message arrive trop lentement.",
        "Envoyez-le de nouveau.",
        "The message comes too slowly.",
        "Send it again.",
    ),
    Code.KEY_MISMATCH: (
        "L’en-tête Idempotency-Key n’est pas l’identifiant du message.",
        "Mettez dans cet en-tête l’identifiant du signalement.",
        "The header Idempotency-Key is not the id of the message.",
        "Put the id of the report in this header.",
    ),
    Code.OTHER_CONTENT: (
        "Un autre contenu a déjà été reçu sous cet identifiant.",
        "Rien n’a été changé. Faites un nouveau signalement.",
        "Another content was already received under this id.",
        "Nothing was changed. Make a new report.",
    ),
    Code.OTHER_SENDER: (
        "Ce signalement vient d’un autre poste.",
        "Seul le poste qui l’a envoyé peut en parler.",
        "This report comes from another desk.",
        "Only the desk that sent it can speak of it.",
    ),
    Code.KEY_UNKNOWN: (
        "Ce poste n’est pas connu ici.",
        "Demandez un code d’inscription à la personne qui coordonne.",
        "This desk is not known here.",
        "Ask the coordinator for a code of enrolment.",
    ),
    Code.KEY_REVOKED: (
        "La clé de ce poste n’est plus acceptée.",
        "Demandez un nouveau code d’inscription à la personne qui coordonne.",
        "The key of this desk is no longer accepted.",
        "Ask the coordinator for a new code of enrolment.",
    ),
    Code.SIGNATURE: (
        "La signature du message n’est pas la bonne.",
        "Le message a pu être changé en route. Envoyez-le de nouveau.",
        "The signature of the message is not the right one.",
        "The message may have been changed on its way. Send it again.",
    ),
    Code.CODE: (
        "Ce code d’inscription n’est pas accepté.",
        "Il a pu servir déjà, ou être trop ancien. Demandez-en un nouveau.",
        "This code of enrolment is not accepted.",
        "It may have served already, or be too old. Ask for a new one.",
    ),
    Code.REVISION: (
        "Ce problème n’en est pas encore là.",
        "Lisez d’abord où en est ce signalement.",
        "This problem is not there yet.",
        "First read where this report is.",
    ),
    Code.TOO_MANY: (
        "Trop de messages en peu de temps.",
        "Rien n’est perdu. Envoyez de nouveau plus tard.",
        "Too many messages in a short time.",
        "Nothing is lost. Send again later.",
    ),
    Code.BUSY: (
        "Le service est occupé.",
        "Rien n’est perdu. Envoyez de nouveau plus tard.",
        "The service is busy.",
        "Nothing is lost. Send again later.",
    ),
    Code.BROKEN: (
        "Le service a rencontré une panne.",
        "Rien n’est perdu. Envoyez de nouveau plus tard.",
        "The service broke down.",
        "Nothing is lost. Send again later.",
    ),
}


def said_of(error: Exception) -> str:
    """Return what a log may say of a bug of ours: its message may quote what someone wrote."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    return f"{type(error).__name__} at {where}"


def problem(
    request: Request, code: Code, *, field: str = "", retry_seconds: int = 0, allow: str = ""
) -> Response:
    """Return the answer to a request that is refused."""
    lang = of_request(request)
    french_title, french_detail, title, detail = _SAID[code]
    body = wire.Problem(
        type=f"urn:dematassist:{code.value}",
        title=french_title if lang == "fr" else title,
        status=STATUS[code],
        detail=french_detail if lang == "fr" else detail,
        field=field,
    )
    headers = {"Content-Language": lang, "Cache-Control": "no-store"}
    if retry_seconds:
        headers["Retry-After"] = str(retry_seconds)
    if allow:
        headers["Allow"] = allow
    return Response(
        wire.canonical(body), status_code=STATUS[code], media_type=wire.PROBLEM_TYPE, headers=headers
    )
