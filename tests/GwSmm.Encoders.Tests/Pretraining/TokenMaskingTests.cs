namespace GwSmm.Encoders.Tests;

public class TokenMaskingTests
{
    [Fact]
    public void Of_the_chosen_tokens_eight_in_ten_are_hidden_one_is_another_and_one_stays()
    {
        const int Count = 2000;
        const int Vocabulary = 1000;
        int[] sequence = [1, .. Enumerable.Range(100, 40), 2];
        var (batch, masking) = (new TokenBatch(), new TokenMasking(0.15, 5, Vocabulary));
        batch.Load([.. Enumerable.Repeat(sequence, Count)], [.. Enumerable.Range(0, Count)]);

        masking.Apply(batch, [.. Enumerable.Range(0, Count)], 1);

        Assert.Equal(6 * Count, masking.Count);
        var (hidden, stayed, chosen) = (0, 0, new int[40]);
        for (var i = 0; i < masking.Count; i++)
        {
            var position = masking.Row(i) % 42;
            Assert.Equal(sequence[position], masking.Target(i));
            Assert.True(i == 0 || masking.Row(i) > masking.Row(i - 1));
            hidden += batch.Ids[masking.Row(i)] == 5 ? 1 : 0;
            stayed += batch.Ids[masking.Row(i)] == masking.Target(i) ? 1 : 0;
            chosen[position - 1]++;
        }

        Assert.InRange(hidden / (double)masking.Count, 0.785, 0.815);
        Assert.InRange(stayed / (double)masking.Count, 0.09, 0.11);
        Assert.All(chosen, count => Assert.InRange(count, 240, 360));
        Assert.Equal((1, 2), (batch.Ids[0], batch.Ids[41]));
    }

    [Fact]
    public void A_mask_depends_on_seed_and_sequence_and_not_on_the_batch()
    {
        int[][] sequences = [[1, 10, 11, 12, 13, 14, 15, 16, 2], [1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 2]];
        Assert.Equal(Masked(sequences, [0, 1], 3)[9..], Masked(sequences, [1], 3));
        Assert.NotEqual(Masked(sequences, [0, 1], 3), Masked(sequences, [0, 1], 4));
    }

    [Fact]
    public void A_sequence_of_one_token_is_predicted_too()
    {
        var (batch, masking) = (new TokenBatch(), new TokenMasking(0.15, 5, 20));
        batch.Load([[1, 9, 2]], [0]);
        masking.Apply(batch, [0], 7);
        Assert.Equal((1, 1, 9), (masking.Count, masking.Row(0), masking.Target(0)));
    }

    private static int[] Masked(int[][] sequences, int[] order, ulong seed)
    {
        var batch = new TokenBatch();
        batch.Load(sequences, order);
        new TokenMasking(0.3, 5, 20).Apply(batch, order, seed);
        return batch.Ids.ToArray();
    }
}
