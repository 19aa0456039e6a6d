using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Procedures;

/// <param name="Code">The national part of the code.</param>
/// <param name="Limit">Null = not known: then only the portal's date is.</param>
/// <param name="Policy">Null = the field's policy, else <see cref="ClockPolicy.Appointed"/>.</param>
/// <param name="ValidTo">The last valid day, inclusive.</param>
public sealed record Procedure(
    string Code,
    string Name,
    string? Field,
    TimeLimit? Limit,
    ClockPolicy? Policy,
    DateOnly? ValidFrom = null,
    DateOnly? ValidTo = null)
{
    public bool IsValidOn(DateOnly day) => (ValidFrom ?? DateOnly.MinValue) <= day && day <= (ValidTo ?? DateOnly.MaxValue);
}

/// <param name="Policy">The clock policy of the field's procedures that name none of their own.</param>
public sealed record ProcedureField(string Code, string NameVi, string NameEn, ClockPolicy? Policy = null);

/// <summary>Procedures by code and day: the limit in force at receipt is the one that binds.</summary>
public sealed class ProcedureCatalog
{
    private readonly Dictionary<string, List<Procedure>> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProcedureField> _fields = new(StringComparer.Ordinal);

    public ProcedureCatalog(IEnumerable<Procedure> procedures, IEnumerable<ProcedureField>? fields = null)
    {
        foreach (var field in fields ?? [])
        {
            if (!_fields.TryAdd(field.Code, field))
            {
                throw new ArgumentException($"Field {field.Code} stands twice.", nameof(fields));
            }
        }

        foreach (var procedure in procedures)
        {
            if (!_byCode.TryGetValue(procedure.Code, out var versions))
            {
                _byCode[procedure.Code] = versions = [];
            }

            versions.Add(procedure);
            if (procedure.Field is { } code)
            {
                _fields.TryAdd(code, new ProcedureField(code, code, code));
            }
        }

        foreach (var versions in _byCode.Values)
        {
            versions.Sort((a, b) => Nullable.Compare(a.ValidFrom, b.ValidFrom));
            for (var i = 1; i < versions.Count; i++)
            {
                if (versions[i - 1].ValidTo is not { } end || end >= (versions[i].ValidFrom ?? DateOnly.MinValue))
                {
                    throw new ArgumentException($"The validities of procedure {versions[i].Code} overlap.", nameof(procedures));
                }
            }
        }
    }

    public IEnumerable<Procedure> All => _byCode.Values.SelectMany(versions => versions);

    public IReadOnlyCollection<ProcedureField> Fields => _fields.Values;

    public ProcedureField? Field(string code) => _fields.GetValueOrDefault(code);

    /// <summary>The version in force on that day; null when the code is unknown then.</summary>
    public Procedure? InForce(string nationalCode, DateOnly day) =>
        _byCode.TryGetValue(nationalCode, out var versions)
            ? versions.FirstOrDefault(procedure => procedure.IsValidOn(day))
            : null;

    /// <summary>Any version, the latest first: for names and fields, which outlive a change of the limit.</summary>
    public Procedure? Latest(string nationalCode) => _byCode.GetValueOrDefault(nationalCode)?[^1];

    public ClockPolicy PolicyOf(Procedure? procedure, string? field) =>
        procedure?.Policy ?? (field is null ? null : Field(field)?.Policy) ?? ClockPolicy.Appointed;
}
