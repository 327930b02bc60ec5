namespace GwSmm.Merging;

/// <summary>An item for a planner that reads.</summary>
/// <param name="Item">Its name.</param>
/// <param name="Description">What it asks and what its scores reward, in words.</param>
public sealed record ItemDescription(string Item, string Description);
