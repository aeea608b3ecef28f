
namespace SpotifyPlatform.Tables.Deriving;

/// <summary>Hands units of work to whichever instance is free: a topic of the service's own.</summary>
public interface IUnitPlanner
{
    /// <summary>Planning a unit again does no harm.</summary>
    Task PlanAsync(TablePlan plan, IReadOnlyList<int> units, CancellationToken cancellationToken);
}
