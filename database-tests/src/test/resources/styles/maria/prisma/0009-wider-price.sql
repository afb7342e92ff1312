-- AlterTable
ALTER TABLE `Plan` MODIFY `price` DECIMAL(12, 2) NOT NULL;
