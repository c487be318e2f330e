// Notes under and about charts.
#include "platform/text/phrase_rows.hpp"

namespace presstime {
namespace {

constexpr PhraseRow kRows[] = {
    {Phrase::axis_starts,
     {"The vertical axis starts at {0}, not at zero.",
      "Die senkrechte Achse beginnt bei {0}, nicht bei null.", "L’axe vertical commence à {0}, pas à zéro.",
      "El eje vertical empieza en {0}, no en cero.", "L’asse verticale parte da {0}, non da zero.",
      "De verticale as begint bij {0}, niet bij nul.", "O eixo vertical começa em {0}, não em zero."}},
    {Phrase::axis_ends,
     {"The vertical axis ends at {0}, not at zero.", "Die senkrechte Achse endet bei {0}, nicht bei null.",
      "L’axe vertical se termine à {0}, pas à zéro.", "El eje vertical termina en {0}, no en cero.",
      "L’asse verticale termina a {0}, non a zero.", "De verticale as eindigt bij {0}, niet bij nul.",
      "O eixo vertical termina em {0}, não em zero."}},
    {Phrase::points_merged,
     {"{0} points are drawn as {1}; peaks and lows are kept.",
      "{0} Punkte sind als {1} gezeichnet; Spitzen und Tiefen bleiben erhalten.",
      "{0} points sont tracés en {1}\u00A0; les pics et les creux sont conservés.",
      "{0} puntos se dibujan como {1}; se conservan los picos y los valles.",
      "{0} punti sono disegnati come {1}; picchi e minimi sono conservati.",
      "{0} punten zijn getekend als {1}; pieken en dalen blijven behouden.",
      "{0} pontos são desenhados como {1}; picos e vales são mantidos."}},
    {Phrase::places_merged,
     {"{0} places are drawn as {1}: the largest of each {2} neighbours.",
      "{0} Stellen sind als {1} gezeichnet: die größte von je {2} Nachbarn.",
      "{0} positions sont tracées en {1}\u00A0: la plus grande de chaque groupe de {2} voisines.",
      "{0} posiciones se dibujan como {1}: la mayor de cada {2} vecinas.",
      "{0} posizioni sono disegnate come {1}: la maggiore di ogni {2} vicine.",
      "{0} plaatsen zijn getekend als {1}: de grootste van elke {2} buren.",
      "{0} posições são desenhadas como {1}: a maior de cada {2} vizinhas."}},
    {Phrase::rows_without,
     {"{0} row without `{1}` left out.|{0} rows without `{1}` left out.",
      "{0} Zeile ohne `{1}` weggelassen.|{0} Zeilen ohne `{1}` weggelassen.",
      "{0} ligne sans `{1}` omise.|{0} lignes sans `{1}` omises.",
      "{0} fila sin `{1}` omitida.|{0} filas sin `{1}` omitidas.",
      "{0} riga senza `{1}` omessa.|{0} righe senza `{1}` omesse.",
      "{0} rij zonder `{1}` weggelaten.|{0} rijen zonder `{1}` weggelaten.",
      "{0} linha sem `{1}` omitida.|{0} linhas sem `{1}` omitidas."}},
    {Phrase::added_up,
     {"Several rows share a value of `{0}`: {1} were added up.",
      "Mehrere Zeilen haben denselben Wert von `{0}`: {1} wurden zusammengezählt.",
      "Plusieurs lignes partagent une valeur de `{0}`\u00A0: {1} ont été additionnées.",
      "Varias filas comparten un valor de `{0}`: se sumaron {1}.",
      "Più righe condividono un valore di `{0}`: {1} sono state sommate.",
      "Meerdere rijen delen een waarde van `{0}`: {1} zijn opgeteld.",
      "Várias linhas compartilham um valor de `{0}`: {1} foram somadas."}},
    {Phrase::shared_values,
     {"Several rows share a value of `{0}`; a series column would tell them apart.",
      "Mehrere Zeilen haben denselben Wert von `{0}`; eine Reihenspalte würde sie trennen.",
      "Plusieurs lignes partagent une valeur de `{0}`\u00A0; une colonne de série les distinguerait.",
      "Varias filas comparten un valor de `{0}`; una columna de serie las distinguiría.",
      "Più righe condividono un valore di `{0}`; una colonna di serie le distinguerebbe.",
      "Meerdere rijen delen een waarde van `{0}`; een reekskolom zou ze onderscheiden.",
      "Várias linhas compartilham um valor de `{0}`; uma coluna de série as distinguiria."}},
    {Phrase::series_added_up,
     {"The {0} smallest of {1} series are added up as Other.",
      "Die {0} kleinsten von {1} Reihen sind als Sonstige zusammengefasst.",
      "Les {0} plus petites séries sur {1} sont additionnées sous Autres.",
      "Las {0} menores de {1} series se suman como Otros.",
      "Le {0} minori di {1} serie sono sommate in Altri.",
      "De {0} kleinste van {1} reeksen zijn opgeteld als Overige.",
      "As {0} menores de {1} séries são somadas em Outros."}},
    {Phrase::series_shown,
     {"The {0} largest of {1} series are shown.", "Gezeigt sind die {0} größten von {1} Reihen.",
      "Les {0} plus grandes séries sur {1} sont affichées.", "Se muestran las {0} mayores de {1} series.",
      "Sono mostrate le {0} maggiori di {1} serie.", "De {0} grootste van {1} reeksen zijn weergegeven.",
      "São exibidas as {0} maiores de {1} séries."}},
    {Phrase::measures_shown,
     {"The first {0} of {1} measures are shown.", "Gezeigt sind die ersten {0} von {1} Messgrößen.",
      "Les {0} premières mesures sur {1} sont affichées.", "Se muestran las primeras {0} de {1} medidas.",
      "Sono mostrate le prime {0} di {1} misure.", "De eerste {0} van {1} meetwaarden zijn weergegeven.",
      "São exibidas as primeiras {0} de {1} medidas."}},
    {Phrase::other_adds_up,
     {"Other adds up the {0} smallest.", "Sonstige fasst die {0} kleinsten zusammen.",
      "Autres additionne les {0} plus petits.", "Otros suma los {0} menores.", "Altri somma i {0} minori.",
      "Overige telt de {0} kleinste op.", "Outros soma os {0} menores."}},
    {Phrase::negative_values,
     {"{0} negative value left out: a pie shows parts of a whole.|"
      "{0} negative values left out: a pie shows parts of a whole.",
      "{0} negativer Wert weggelassen: ein Kreis zeigt Teile eines Ganzen.|"
      "{0} negative Werte weggelassen: ein Kreis zeigt Teile eines Ganzen.",
      "{0} valeur négative omise\u00A0: un camembert montre les parts d’un tout.|"
      "{0} valeurs négatives omises\u00A0: un camembert montre les parts d’un tout.",
      "{0} valor negativo omitido: un gráfico circular muestra partes de un todo.|"
      "{0} valores negativos omitidos: un gráfico circular muestra partes de un todo.",
      "{0} valore negativo omesso: una torta mostra le parti di un intero.|"
      "{0} valori negativi omessi: una torta mostra le parti di un intero.",
      "{0} negatieve waarde weggelaten: een cirkel toont delen van een geheel.|"
      "{0} negatieve waarden weggelaten: een cirkel toont delen van een geheel.",
      "{0} valor negativo omitido: um gráfico circular mostra partes de um todo.|"
      "{0} valores negativos omitidos: um gráfico circular mostra partes de um todo."}},
    {Phrase::not_positive,
     {"{0} value of zero or less left out of the logarithmic axis.|"
      "{0} values of zero or less left out of the logarithmic axis.",
      "{0} Wert von null oder weniger fehlt auf der logarithmischen Achse.|"
      "{0} Werte von null oder weniger fehlen auf der logarithmischen Achse.",
      "{0} valeur nulle ou négative omise de l’axe logarithmique.|"
      "{0} valeurs nulles ou négatives omises de l’axe logarithmique.",
      "{0} valor igual o menor que cero omitido del eje logarítmico.|"
      "{0} valores iguales o menores que cero omitidos del eje logarítmico.",
      "{0} valore nullo o negativo omesso dall’asse logaritmico.|"
      "{0} valori nulli o negativi omessi dall’asse logaritmico.",
      "{0} waarde van nul of minder weggelaten op de logaritmische as.|"
      "{0} waarden van nul of minder weggelaten op de logaritmische as.",
      "{0} valor nulo ou negativo omitido do eixo logarítmico.|"
      "{0} valores nulos ou negativos omitidos do eixo logarítmico."}},
    {Phrase::outside_axis,
     {"{0} value lies beyond the axis.|{0} values lie beyond the axis.",
      "{0} Wert liegt außerhalb der Achse.|{0} Werte liegen außerhalb der Achse.",
      "{0} valeur se situe hors de l’axe.|{0} valeurs se situent hors de l’axe.",
      "{0} valor queda fuera del eje.|{0} valores quedan fuera del eje.",
      "{0} valore è fuori dall’asse.|{0} valori sono fuori dall’asse.",
      "{0} waarde ligt buiten de as.|{0} waarden liggen buiten de as.",
      "{0} valor fica fora do eixo.|{0} valores ficam fora do eixo."}},
    {Phrase::more,
     {"+ {0} more", "+ {0} weitere", "+ {0} autres", "+ {0} más", "+ {0} altri", "+ {0} meer", "+ {0} mais"}},
    {Phrase::average, {"Average", "Durchschnitt", "Moyenne", "Promedio", "Media", "Gemiddelde", "Média"}},
    {Phrase::median, {"Median", "Median", "Médiane", "Mediana", "Mediana", "Mediaan", "Mediana"}},
    {Phrase::minimum, {"Minimum", "Minimum", "Minimum", "Mínimo", "Minimo", "Minimum", "Mínimo"}},
    {Phrase::maximum, {"Maximum", "Maximum", "Maximum", "Máximo", "Massimo", "Maximum", "Máximo"}},
};

} // namespace

std::span<const PhraseRow> chart_phrases()
{
    return kRows;
}

} // namespace presstime
