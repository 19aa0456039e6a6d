namespace DossierMonitor.Domain.Procedures;

/// <summary>
/// National procedure codes look like <c>1.012784</c>; portals append <c>.H21</c> or <c>.000.00.00.H48</c>.
/// The suffix is kept on the dossier; matching, grouping and limits use the national part.
/// </summary>
public static class ProcedureCode
{
    public static string NationalPart(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        const int length = 8;
        if (code.Length <= length || code[length] != '.' || !char.IsAsciiDigit(code[0]) || code[1] != '.')
        {
            return code;
        }

        for (var i = 2; i < length; i++)
        {
            if (!char.IsAsciiDigit(code[i]))
            {
                return code;
            }
        }

        return code[..length];
    }
}
