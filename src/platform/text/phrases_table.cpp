// Tables, and whose limit cut a result: the limits stand as they do after "cut by".
#include "platform/text/phrase_rows.hpp"

namespace presstime {
namespace {

constexpr PhraseRow kRows[] = {
    {Phrase::rows,
     {"{0} row|{0} rows", "{0} Zeile|{0} Zeilen", "{0} ligne|{0} lignes", "{0} fila|{0} filas",
      "{0} riga|{0} righe", "{0} rij|{0} rijen", "{0} linha|{0} linhas"}},
    {Phrase::columns,
     {"{0} column|{0} columns", "{0} Spalte|{0} Spalten", "{0} colonne|{0} colonnes",
      "{0} columna|{0} columnas", "{0} colonna|{0} colonne", "{0} kolom|{0} kolommen",
      "{0} coluna|{0} colunas"}},
    {Phrase::total, {"Total", "Gesamt", "Total", "Total", "Totale", "Totaal", "Total"}},
    {Phrase::total_of,
     {"Total of {0}", "Gesamt über {0}", "Total de {0}", "Total de {0}", "Totale di {0}", "Totaal van {0}",
      "Total de {0}"}},
    {Phrase::continued,
     {"continued", "Fortsetzung", "suite", "continuación", "segue", "vervolg", "continuação"}},
    {Phrase::continued_title,
     {"{0}, continued", "{0}, Fortsetzung", "{0} (suite)", "{0} (continuación)", "{0} (segue)",
      "{0} (vervolg)", "{0} (continuação)"}},
    {Phrase::showing,
     {"Showing {0} of {1}, cut by {2}", "{0} von {1} gezeigt, begrenzt durch {2}",
      "Affichage de {0} sur {1}, restreint par {2}", "Se muestran {0} de {1}, recortadas por {2}",
      "Mostrate {0} di {1}, troncate {2}", "{0} van {1} getoond, beperkt door {2}",
      "Exibindo {0} de {1}, cortadas {2}"}},
    {Phrase::showing_more,
     {"Showing {0} of more than {1}, cut by {2}", "{0} von mehr als {1} gezeigt, begrenzt durch {2}",
      "Affichage de {0} sur plus de {1}, restreint par {2}",
      "Se muestran {0} de más de {1}, recortadas por {2}", "Mostrate {0} di oltre {1}, troncate {2}",
      "{0} van meer dan {1} getoond, beperkt door {2}", "Exibindo {0} de mais de {1}, cortadas {2}"}},
    {Phrase::showing_first,
     {"Showing the first {0} row, cut by {1}|Showing the first {0} rows, cut by {1}",
      "Nur die erste Zeile, begrenzt durch {1}|Nur die ersten {0} Zeilen, begrenzt durch {1}",
      "Affichage de la première ligne, restreint par {1}|"
      "Affichage des {0} premières lignes, restreint par {1}",
      "Se muestra la primera fila, recortada por {1}|"
      "Se muestran las primeras {0} filas, recortadas por {1}",
      "Mostrata la prima riga, troncata {1}|Mostrate le prime {0} righe, troncate {1}",
      "Alleen de eerste rij, beperkt door {1}|Alleen de eerste {0} rijen, beperkt door {1}",
      "Exibindo a primeira linha, cortada {1}|Exibindo as primeiras {0} linhas, cortadas {1}"}},
    {Phrase::drawn_from,
     {"drawn from the first {0} row, cut by {1}|drawn from the first {0} rows, cut by {1}",
      "gezeichnet aus der ersten Zeile, begrenzt durch {1}|"
      "gezeichnet aus den ersten {0} Zeilen, begrenzt durch {1}",
      "tracé d’après la première ligne, restreint par {1}|"
      "tracé d’après les {0} premières lignes, restreint par {1}",
      "dibujado a partir de la primera fila, recortado por {1}|"
      "dibujado a partir de las primeras {0} filas, recortado por {1}",
      "disegnato dalla prima riga, troncato {1}|disegnato dalle prime {0} righe, troncato {1}",
      "getekend uit de eerste rij, beperkt door {1}|"
      "getekend uit de eerste {0} rijen, beperkt door {1}",
      "desenhado a partir da primeira linha, cortado {1}|"
      "desenhado a partir das primeiras {0} linhas, cortado {1}"}},
    {Phrase::columns_left_out,
     {"{0} of {1} left out for want of room", "{0} von {1} aus Platzmangel weggelassen",
      "{0} sur {1} omises faute de place", "{0} de {1} omitidas por falta de espacio",
      "{0} di {1} omesse per mancanza di spazio", "{0} van {1} weggelaten wegens plaatsgebrek",
      "{0} de {1} omitidas por falta de espaço"}},
    {Phrase::columns_range,
     {"column {1} of {2}|columns {1} of {2}", "Spalte {1} von {2}|Spalten {1} von {2}",
      "colonne {1} sur {2}|colonnes {1} sur {2}", "columna {1} de {2}|columnas {1} de {2}",
      "colonna {1} di {2}|colonne {1} di {2}", "kolom {1} van {2}|kolommen {1} van {2}",
      "coluna {1} de {2}|colunas {1} de {2}"}},
    {Phrase::rows_range,
     {"row {1}|rows {1}", "Zeile {1}|Zeilen {1}", "ligne {1}|lignes {1}", "fila {1}|filas {1}",
      "riga {1}|righe {1}", "rij {1}|rijen {1}", "linha {1}|linhas {1}"}},
    {Phrase::texts_shortened,
     {"{0} long text shortened|{0} long texts shortened", "{0} langer Text gekürzt|{0} lange Texte gekürzt",
      "{0} texte long abrégé|{0} textes longs abrégés",
      "{0} texto largo abreviado|{0} textos largos abreviados",
      "{0} testo lungo abbreviato|{0} testi lunghi abbreviati",
      "{0} lange tekst ingekort|{0} lange teksten ingekort",
      "{0} texto longo abreviado|{0} textos longos abreviados"}},
    {Phrase::limit_of_widget,
     {"the widget's limit", "das Limit des Widgets", "la limite du widget", "el límite del widget",
      "dal limite del widget", "de limiet van de widget", "pelo limite do widget"}},
    {Phrase::limit_of_box,
     {"the widget's box", "den Rahmen des Widgets", "le cadre du widget", "el marco del widget",
      "dal riquadro del widget", "het kader van de widget", "pela moldura do widget"}},
    {Phrase::limit_of_height,
     {"the height of the picture", "die Höhe des Bildes", "la hauteur de l’image", "la altura de la imagen",
      "dall’altezza dell’immagine", "de hoogte van de afbeelding", "pela altura da imagem"}},
    {Phrase::limit_of_picture,
     {"the picture's limit of {0}", "das Limit des Bildes ({0})", "la limite de l’image ({0})",
      "el límite de la imagen ({0})", "dal limite dell’immagine ({0})", "de limiet van de afbeelding ({0})",
      "pelo limite da imagem ({0})"}},
    {Phrase::limit_of_page,
     {"the page's limit of {0} cells", "das Limit der Seite ({0} Zellen)",
      "la limite de la page ({0} cellules)", "el límite de la página ({0} celdas)",
      "dal limite della pagina ({0} celle)", "de limiet van de pagina ({0} cellen)",
      "pelo limite da página ({0} células)"}},
    {Phrase::limit_of_query,
     {"the query's max_rows of {0}", "max_rows der Abfrage ({0})", "max_rows de la requête ({0})",
      "max_rows de la consulta ({0})", "da max_rows della query ({0})", "max_rows van de query ({0})",
      "pelo max_rows da consulta ({0})"}},
    {Phrase::limit_of_server,
     {"the server's row limit of {0}", "das Zeilenlimit des Servers ({0})",
      "la limite de lignes du serveur ({0})", "el límite de filas del servidor ({0})",
      "dal limite di righe del server ({0})", "de rijlimiet van de server ({0})",
      "pelo limite de linhas do servidor ({0})"}},
    {Phrase::limit_of_bytes,
     {"the limit of {0} a result", "das Limit von {0} je Ergebnis", "la limite de {0} par résultat",
      "el límite de {0} por resultado", "dal limite di {0} per risultato", "de limiet van {0} per resultaat",
      "pelo limite de {0} por resultado"}},
    {Phrase::limit_named, {"{0}", "„{0}“", "«\u00A0{0}\u00A0»", "«{0}»", "da «{0}»", "‘{0}’", "por “{0}”"}},
    {Phrase::limit_unknown,
     {"a limit of the query", "ein Limit der Abfrage", "une limite de la requête", "un límite de la consulta",
      "da un limite della query", "een limiet van de query", "por um limite da consulta"}},
    {Phrase::limit_and,
     {"{0} and {1}", "{0} und {1}", "{0} et {1}", "{0} y {1}", "{0} e {1}", "{0} en {1}", "{0} e {1}"}},
};

} // namespace

std::span<const PhraseRow> table_phrases()
{
    return kRows;
}

} // namespace presstime
