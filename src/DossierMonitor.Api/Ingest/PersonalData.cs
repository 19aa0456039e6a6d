using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// What looks like a citizen's data. The list of allowed members is what keeps it out; this only gives a portal that sends
/// it a clearer reason, and keeps numbers and addresses out of the two free texts (holder, document).
/// </summary>
internal static partial class PersonalData
{
    private const int FewestDigits = 9;
    private const int LongestName = 40;
    private const char FullWidthAt = '\uFF20';

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "fullName", "firstName", "lastName", "hoTen", "ten", "applicant", "applicantName", "citizen", "citizenName", "owner", "person",
        "phone", "phoneNumber", "mobile", "tel", "telephone", "dienThoai", "soDienThoai", "sdt",
        "email", "eMail", "mail", "thuDienTu",
        "identityNumber", "idNumber", "identity", "nationalId", "citizenId", "cccd", "cmnd", "soCccd", "soCmnd", "passport", "hoChieu", "taxCode", "maSoThue",
        "address", "diaChi", "birthDate", "dateOfBirth", "dob", "ngaySinh", "gender", "gioiTinh",
    };

    public static bool IsMemberName(string name) => Names.Contains(name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));

    /// <summary>
    /// Whether it can be said again where it is refused: the name of a member or parameter can itself carry a person's data, and
    /// only what looks like one of a program's is repeated.
    /// </summary>
    public static bool IsPlainName(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetter(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return name.Length <= LongestName;
    }

    public static bool LooksLikeIn(string text) => MayLookLikeIn(text) && Pattern().IsMatch(Dates().Replace(Fold(text), "/"));

    // Everything that the pattern finds has nine digits or an @, and most texts have neither. Digits beyond the first plane of
    // Unicode are rare enough for each text with something from there to be looked at.
    private static bool MayLookLikeIn(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (c is '@' or FullWidthAt || char.IsHighSurrogate(c) || (char.IsDigit(c) && ++digits == FewestDigits))
            {
                return true;
            }
        }

        return false;
    }

    // One spelling for each digit and separator, so that the pattern need know no others: phones and office programs write
    // full-width digits, no-break spaces and dashes of many lengths. Not by Unicode normalization, which does nothing in a
    // process of invariant culture.
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.DecimalDigitNumber:
                    folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                    break;
                case UnicodeCategory.SpaceSeparator:
                    folded.Append(' ');
                    break;
                case UnicodeCategory.DashPunctuation:
                    folded.Append('-');
                    break;
                case UnicodeCategory.Format:
                    // Invisible, such as a zero-width space between two digits.
                    break;
                default:
                    folded.Append(rune.Value switch
                    {
                        FullWidthAt => '@',
                        '\uFF0B' => '+',
                        '\uFF08' => '(',
                        '\uFF09' => ')',
                        '\u2212' => '-',
                        '\u00B7' or '\u2022' or '\uFF0E' => '.',
                        var other => rune.IsBmp ? (char)other : '?',
                    });
                    break;
            }
        }

        return folded.ToString();
    }

    // What numbers a document or says when: 15-11-2022, 11-2022, 2022-11-15. Next to another number it could pass for a phone's.
    [GeneratedRegex(@"(?<!\d)((\d\d?[-./])?\d\d?[-./](19|20)\d\d|(19|20)\d\d[-./]\d\d?([-./]\d\d?)?)(?!\d)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Dates();

    // Without a time limit: a text has at most 256 characters, which no pattern of this kind makes slow, but a limit runs on the
    // wall's clock and would fail a whole request because the machine was busy.
    [GeneratedRegex(
        """
        \d{9,}                                                                # identity numbers have 9 or 12 digits, phone numbers 10 or 11
        | (?<!\d)(\+84[ .()-]{0,3}(0[ .()-]{0,3})?|0[ .()-]{0,3}(0[ .()-]{0,3}84[ .()-]{0,3})?)
          ([35789]([ .()-]{0,3}\d){8}|2([ .()-]{0,3}\d){9})(?!\d)             # phones in whatever groups: mobile, fixed
        | (?<!\d)84[ .()-]{0,3}[35789]([ .()-]{0,3}\d){8}(?!\d)              # without the plus; for fixed ones that is a document's number and year
        | (\+84|\b0)[ .]?\d{2,3}([ .]\d{3,4}){2}                             # phones of former plans, in groups of three and four
        | (?<!\d)0(\d{2}([ .-]\d{3}){3}|\d{3}([ .-]\d{4}){2}|\d{5}[ .-]\d{6})(?!\d)   # identity numbers of 12 digits in groups
        | (?<!\d)\d{3}([ .-]\d{3}){2}(?!\d)                                 # and of 9
        | [^\s@]+@[^\s@]+\.[^\s@]+
        """,
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace,
        Timeout.Infinite)]
    private static partial Regex Pattern();
}
