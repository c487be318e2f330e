// States of widgets, figures, and what stands around them on a page.
#include "platform/text/phrase_rows.hpp"

namespace presstime {
namespace {

constexpr PhraseRow kRows[] = {
    {Phrase::no_data,
     {"No data for this period", "Keine Daten für diesen Zeitraum", "Aucune donnée pour cette période",
      "Sin datos para este periodo", "Nessun dato per questo periodo", "Geen gegevens voor deze periode",
      "Sem dados para este período"}},
    {Phrase::other, {"Other", "Sonstige", "Autres", "Otros", "Altri", "Overige", "Outros"}},
    {Phrase::none,
     {"(none)", "(ohne Angabe)", "(non renseigné)", "(sin valor)", "(nessun valore)", "(geen waarde)",
      "(sem valor)"}},
    {Phrase::too_small,
     {"Too small", "Zu klein", "Trop petit", "Demasiado pequeño", "Troppo piccolo", "Te klein",
      "Pequeno demais"}},
    {Phrase::failed_figure,
     {"This figure could not be drawn: {0}", "Diese Kennzahl konnte nicht dargestellt werden: {0}",
      "Cet indicateur n’a pas pu être affiché\u00A0: {0}", "No se pudo mostrar este indicador: {0}",
      "Impossibile mostrare questo indicatore: {0}", "Dit kengetal kon niet worden weergegeven: {0}",
      "Não foi possível exibir este indicador: {0}"}},
    {Phrase::failed_chart,
     {"This chart could not be drawn: {0}", "Dieses Diagramm konnte nicht dargestellt werden: {0}",
      "Ce graphique n’a pas pu être affiché\u00A0: {0}", "No se pudo mostrar este gráfico: {0}",
      "Impossibile mostrare questo grafico: {0}", "Deze grafiek kon niet worden weergegeven: {0}",
      "Não foi possível exibir este gráfico: {0}"}},
    {Phrase::failed_table,
     {"This table could not be drawn: {0}", "Diese Tabelle konnte nicht dargestellt werden: {0}",
      "Ce tableau n’a pas pu être affiché\u00A0: {0}", "No se pudo mostrar esta tabla: {0}",
      "Impossibile mostrare questa tabella: {0}", "Deze tabel kon niet worden weergegeven: {0}",
      "Não foi possível exibir esta tabela: {0}"}},
    {Phrase::failed_text,
     {"This text could not be drawn: {0}", "Dieser Text konnte nicht dargestellt werden: {0}",
      "Ce texte n’a pas pu être affiché\u00A0: {0}", "No se pudo mostrar este texto: {0}",
      "Impossibile mostrare questo testo: {0}", "Deze tekst kon niet worden weergegeven: {0}",
      "Não foi possível exibir este texto: {0}"}},
    {Phrase::failed_image,
     {"This image could not be drawn: {0}", "Dieses Bild konnte nicht dargestellt werden: {0}",
      "Cette image n’a pas pu être affichée\u00A0: {0}", "No se pudo mostrar esta imagen: {0}",
      "Impossibile mostrare questa immagine: {0}", "Deze afbeelding kon niet worden weergegeven: {0}",
      "Não foi possível exibir esta imagem: {0}"}},
    {Phrase::kind_figure,
     {"figure", "Kennzahl", "indicateur", "indicador", "indicatore", "kengetal", "indicador"}},
    {Phrase::kind_chart, {"chart", "Diagramm", "graphique", "gráfico", "grafico", "grafiek", "gráfico"}},
    {Phrase::kind_table, {"table", "Tabelle", "tableau", "tabla", "tabella", "tabel", "tabela"}},
    {Phrase::kind_text, {"text", "Text", "texte", "texto", "testo", "tekst", "texto"}},
    {Phrase::kind_image, {"image", "Bild", "image", "imagen", "immagine", "afbeelding", "imagem"}},
    {Phrase::versus, {"vs {0}", "ggü. {0}", "vs {0}", "vs. {0}", "vs {0}", "t.o.v. {0}", "vs. {0}"}},
    {Phrase::previous,
     {"previous", "Vorperiode", "période précédente", "periodo anterior", "periodo precedente",
      "vorige periode", "período anterior"}},
    {Phrase::no_change,
     {"No change", "Unverändert", "Inchangé", "Sin cambios", "Invariato", "Ongewijzigd", "Sem alteração"}},
    {Phrase::points, {"{0} pts", "{0} Pp.", "{0} pts", "{0} p. p.", "{0} p.p.", "{0} pp", "{0} p.p."}},
    {Phrase::data_as_of,
     {"Data as of {0}", "Datenstand: {0}", "Données au {0}", "Datos al {0}", "Dati al {0}",
      "Gegevens per {0}", "Dados de {0}"}},
    {Phrase::page_of,
     {"Page {0} of {1}", "Seite {0} von {1}", "Page {0} sur {1}", "Página {0} de {1}", "Pagina {0} di {1}",
      "Pagina {0} van {1}", "Página {0} de {1}"}},
    {Phrase::late,
     {"Late: due {0}, data as of {1}", "Verspätet: fällig am {0}, Datenstand {1}",
      "En retard\u00A0: prévu le {0}, données au {1}", "Con retraso: previsto para el {0}, datos al {1}",
      "In ritardo: previsto per il {0}, dati al {1}", "Te laat: verwacht op {0}, gegevens per {1}",
      "Com atraso: previsto para {0}, dados de {1}"}},
    {Phrase::not_drawn,
     {"{0} of {1} widgets could not be drawn; the reason stands in each place.",
      "{0} von {1} Widgets konnten nicht dargestellt werden; der Grund steht jeweils an ihrer Stelle.",
      "{0} widgets sur {1} n’ont pas pu être affichés\u00A0; la raison figure à leur place.",
      "No se pudieron mostrar {0} de {1} widgets; el motivo figura en su lugar.",
      "Impossibile mostrare {0} widget su {1}; il motivo è indicato al loro posto.",
      "{0} van {1} widgets konden niet worden weergegeven; de reden staat op hun plaats.",
      "Não foi possível exibir {0} de {1} widgets; o motivo consta em seu lugar."}},
    {Phrase::picture_ends,
     {"The picture has reached its greatest height; {0} more widget is not shown.|"
      "The picture has reached its greatest height; {0} more widgets are not shown.",
      "Das Bild hat seine größte Höhe erreicht; {0} weiteres Widget fehlt.|"
      "Das Bild hat seine größte Höhe erreicht; {0} weitere Widgets fehlen.",
      "L’image a atteint sa hauteur maximale\u00A0; {0} autre widget n’est pas affiché.|"
      "L’image a atteint sa hauteur maximale\u00A0; {0} autres widgets ne sont pas affichés.",
      "La imagen ha alcanzado su altura máxima; no se muestra {0} widget más.|"
      "La imagen ha alcanzado su altura máxima; no se muestran {0} widgets más.",
      "L’immagine ha raggiunto l’altezza massima; {0} altro widget non è mostrato.|"
      "L’immagine ha raggiunto l’altezza massima; altri {0} widget non sono mostrati.",
      "De afbeelding heeft haar maximale hoogte bereikt; nog {0} widget is niet weergegeven.|"
      "De afbeelding heeft haar maximale hoogte bereikt; nog {0} widgets zijn niet weergegeven.",
      "A imagem atingiu a altura máxima; mais {0} widget não é exibido.|"
      "A imagem atingiu a altura máxima; mais {0} widgets não são exibidos."}},
    {Phrase::contents, {"Contents", "Inhalt", "Sommaire", "Contenido", "Indice", "Inhoud", "Índice"}},
};

} // namespace

std::span<const PhraseRow> page_phrases()
{
    return kRows;
}

} // namespace presstime
