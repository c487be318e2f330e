// What the completeness sheet of a workbook says.
#include "platform/text/phrase_rows.hpp"

namespace presstime {
namespace {

constexpr PhraseRow kRows[] = {
    {Phrase::completeness,
     {"Completeness", "Vollständigkeit", "Exhaustivité", "Integridad", "Completezza", "Volledigheid",
      "Completude"}},
    {Phrase::times_are_in,
     {"Times are in {0}", "Zeiten in {0}", "Heures en {0}", "Horas en {0}", "Orari in {0}", "Tijden in {0}",
      "Horários em {0}"}},
    {Phrase::head_table, {"Table", "Tabelle", "Tableau", "Tabla", "Tabella", "Tabel", "Tabela"}},
    {Phrase::head_sheet, {"Sheet", "Blatt", "Feuille", "Hoja", "Foglio", "Blad", "Planilha"}},
    {Phrase::head_rows_shown,
     {"Rows shown", "Gezeigte Zeilen", "Lignes affichées", "Filas mostradas", "Righe mostrate",
      "Getoonde rijen", "Linhas exibidas"}},
    {Phrase::head_rows_in_result,
     {"Rows in the result", "Zeilen im Ergebnis", "Lignes du résultat", "Filas del resultado",
      "Righe del risultato", "Rijen in het resultaat", "Linhas do resultado"}},
    {Phrase::head_complete,
     {"Complete", "Vollständig", "Complet", "Completa", "Completa", "Volledig", "Completa"}},
    {Phrase::head_reason, {"Reason", "Grund", "Motif", "Motivo", "Motivo", "Reden", "Motivo"}},
};

} // namespace

std::span<const PhraseRow> file_phrases()
{
    return kRows;
}

} // namespace presstime
