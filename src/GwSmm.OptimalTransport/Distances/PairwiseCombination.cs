namespace GwSmm.OptimalTransport;

/// <summary>Joins the pair files of all shares.</summary>
internal static class PairwiseCombination
{
    private const int MostShards = 10;

    /// <summary>Joins files.</summary>
    /// <param name="files">The files, at least one; each shard once or more.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What the files agree on, and the pairs.</returns>
    /// <exception cref="GwSmmException">A file cannot be read or is damaged; files belong to different comparisons or contradict each other; pairs are missing.</exception>
    public static (PairFileHeader Header, PairTable Table) Join(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        PairFileHeader[] headers = [.. files.Select(PairFile.ReadHeader)];
        for (var f = 1; f < headers.Length; f++)
        {
            if (PairFile.Differences(headers[f], headers[0]) is { } what)
            {
                throw new GwSmmException($"The pair files '{files[0]}' and '{files[f]}' belong to different comparisons; the second has {what}. Combine shards that were computed with the same files and options.");
            }
        }

        var order = new PairOrder(headers[0].Spaces.Count);
        var table = new PairTable(order, 0, order.Total);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PairFile.ReadPairs(file, table);
        }

        return table.Known == table.Total
            ? (headers[0], table)
            : throw new GwSmmException($"{table.Total - table.Known} of {table.Total} pairs are missing{Where(files, headers, table)}. Run the missing shards, and those that were stopped again with the same --resume file.");
    }

    private static string Where(IReadOnlyList<string> files, PairFileHeader[] headers, PairTable table)
    {
        var count = headers[0].ShardCount;
        if (headers.Any(header => header.ShardCount != count))
        {
            return string.Empty;
        }

        var places = new List<string>();
        for (var index = 1; index <= count; index++)
        {
            var (start, end) = new PairShard(index, count).RangeOf(table.Total);
            var missing = 0;
            for (var position = start; position < end; position++)
            {
                missing += table.IsKnown(position) ? 0 : 1;
            }

            if (missing > 0)
            {
                var file = Array.FindIndex(headers, header => header.ShardIndex == index);
                places.Add(file < 0 ? $"no file of shard {index}/{count} ({missing} pairs)" : $"shard {index}/{count}, '{files[file]}', lacks {missing}");
            }
        }

        return ": " + string.Join("; ", places.Take(MostShards)) + (places.Count > MostShards ? $"; and {places.Count - MostShards} more shards" : string.Empty);
    }
}
