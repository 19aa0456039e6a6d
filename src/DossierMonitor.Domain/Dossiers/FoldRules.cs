using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>Everything besides the events that a fold depends on.</summary>
public sealed record FoldRules(WorkClock Clock, OnTimeRule OnTime, UnitDirectory Units, ProcedureCatalog Procedures);
