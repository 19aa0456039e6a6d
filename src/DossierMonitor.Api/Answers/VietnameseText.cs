using System.Globalization;
using System.Text;

namespace DossierMonitor.Api.Answers;

/// <summary>
/// Names as people see them. One letter can be written as one character or as a letter with marks behind it, and portals write both;
/// the service runs without the system's tables of languages, whose normalization does nothing then, so Vietnamese letters are
/// composed here.
/// </summary>
public static class VietnameseText
{
    // Of each mark: a letter and what it makes of it, pair by pair.
    private static readonly Dictionary<(char Letter, char Mark), char> Composed = new (char Mark, string Pairs)[]
    {
        ('\u0300', "aàăằâầeèêềiìoòôồơờuùưừyỳAÀĂẰÂẦEÈÊỀIÌOÒÔỒƠỜUÙƯỪYỲ"), // grave
        ('\u0301', "aáăắâấeéêếiíoóôốơớuúưứyýAÁĂẮÂẤEÉÊẾIÍOÓÔỐƠỚUÚƯỨYÝ"), // acute
        ('\u0303', "aãăẵâẫeẽêễiĩoõôỗơỡuũưữyỹAÃĂẴÂẪEẼÊỄIĨOÕÔỖƠỠUŨƯỮYỸ"), // tilde
        ('\u0309', "aảăẳâẩeẻêểiỉoỏôổơởuủưửyỷAẢĂẲÂẨEẺÊỂIỈOỎÔỔƠỞUỦƯỬYỶ"), // hook above
        ('\u0323', "aạăặâậeẹêệiịoọôộơợuụưựyỵAẠĂẶÂẬEẸÊỆIỊOỌÔỘƠỢUỤƯỰYỴ"), // dot below
        ('\u0302', "aâeêoôạậẹệọộAÂEÊOÔẠẬẸỆỌỘ"), // circumflex
        ('\u0306', "aăạặAĂẠẶ"), // breve
        ('\u031b', "oơuưOƠUƯ"), // horn
    }.SelectMany(mark => mark.Pairs.Chunk(2).Select(pair => (Key: (pair[0], mark.Mark), Value: pair[1]))).ToDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>The same text with each Vietnamese letter as one character (normalization form C of them).</summary>
    public static string Compose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var composed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // In whatever order the marks come: a dot below and a circumflex make one letter either way.
            if (composed.Length > 0 && Composed.TryGetValue((composed[^1], c), out var letter))
            {
                composed[^1] = letter;
            }
            else
            {
                composed.Append(c);
            }
        }

        return composed.ToString();
    }

    /// <summary>How many places it takes in a terminal: one for each letter, however many characters that is.</summary>
    public static int Width(string text)
    {
        var (width, elements) = (0, StringInfo.GetTextElementEnumerator(text));
        while (elements.MoveNext())
        {
            width++;
        }

        return width;
    }
}
