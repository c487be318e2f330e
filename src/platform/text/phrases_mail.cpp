// What mails say around the report.
#include "platform/text/phrase_rows.hpp"

namespace presstime {
namespace {

constexpr PhraseRow kRows[] = {
    {Phrase::mail_run_of,
     {"Run of {0}", "Lauf vom {0}", "Exécution du {0}", "Ejecución del {0}", "Esecuzione del {0}",
      "Uitvoering van {0}", "Execução de {0}"}},
    {Phrase::mail_not_whole,
     {"Not everything could be drawn: {0}", "Nicht alles konnte dargestellt werden: {0}",
      "Tout n’a pas pu être affiché\u00A0: {0}", "No se pudo mostrar todo: {0}",
      "Non è stato possibile mostrare tutto: {0}", "Niet alles kon worden weergegeven: {0}",
      "Não foi possível exibir tudo: {0}"}},
    {Phrase::mail_too_large,
     {"Too large to attach: {0}", "Zu groß für einen Anhang: {0}",
      "Trop volumineux pour être joint\u00A0: {0}", "Demasiado grande para adjuntarlo: {0}",
      "Troppo grande per essere allegato: {0}", "Te groot om bij te voegen: {0}",
      "Grande demais para anexar: {0}"}},
    {Phrase::mail_details,
     {"Details of this run: {0}", "Einzelheiten zu diesem Lauf: {0}", "Détails de cette exécution\u00A0: {0}",
      "Detalles de esta ejecución: {0}", "Dettagli di questa esecuzione: {0}",
      "Details van deze uitvoering: {0}", "Detalhes desta execução: {0}"}},
    {Phrase::mail_open,
     {"Open in Presstime", "In Presstime öffnen", "Ouvrir dans Presstime", "Abrir en Presstime",
      "Apri in Presstime", "Openen in Presstime", "Abrir no Presstime"}},
    {Phrase::mail_why,
     {"This arrived because you are a recipient of the report “{0}”.",
      "Sie erhalten diese Nachricht als Empfänger des Berichts „{0}“.",
      "Vous recevez ce message en tant que destinataire du rapport «\u00A0{0}\u00A0».",
      "Recibe este mensaje como destinatario del informe «{0}».",
      "Riceve questo messaggio come destinatario del report “{0}”.",
      "U ontvangt dit bericht als ontvanger van het rapport ‘{0}’.",
      "Esta mensagem foi enviada por ser destinatário do relatório “{0}”."}},
    {Phrase::mail_stop,
     {"To stop it, write to {0}.", "Zum Abbestellen schreiben Sie an {0}.",
      "Pour ne plus le recevoir, écrivez à {0}.", "Para dejar de recibirlo, escriba a {0}.",
      "Per non riceverlo più, scriva a {0}.", "Schrijf naar {0} om dit niet meer te ontvangen.",
      "Para deixar de recebê-la, escreva para {0}."}},
    {Phrase::mail_stop_owner,
     {"To stop it, ask the owner of the report.",
      "Zum Abbestellen wenden Sie sich an den Eigentümer des Berichts.",
      "Pour ne plus le recevoir, adressez-vous au propriétaire du rapport.",
      "Para dejar de recibirlo, diríjase al propietario del informe.",
      "Per non riceverlo più, si rivolga al proprietario del report.",
      "Vraag de eigenaar van het rapport om dit niet meer te ontvangen.",
      "Para deixar de recebê-la, fale com o proprietário do relatório."}},
    {Phrase::mail_first_rows,
     {"First {0} of {1}", "Die ersten {0} von {1}", "Les {0} premières sur {1}", "Las primeras {0} de {1}",
      "Le prime {0} di {1}", "De eerste {0} van {1}", "As primeiras {0} de {1}"}},
    {Phrase::mail_complete,
     {"complete", "vollständig", "complet", "completo", "completo", "volledig", "completo"}},
    {Phrase::mail_cut,
     {"cut: {0}", "gekürzt: {0}", "tronqué\u00A0: {0}", "recortado: {0}", "troncato: {0}", "ingekort: {0}",
      "cortado: {0}"}},
};

} // namespace

std::span<const PhraseRow> mail_phrases()
{
    return kRows;
}

} // namespace presstime
